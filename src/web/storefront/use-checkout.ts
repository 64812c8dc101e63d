// What happens at the checkout: the form, the cart that follows it, and the press of the button.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answer } from '../shell/api.js';
import { answerBank, cardToken } from '../shell/card-field.js';
import { keptInTab } from '../shell/storage.js';
import { texts } from '../shell/texts.js';
import { customer } from './account.js';
import { type AddressValues, addressOf, neededIn } from './address-fields.js';
import { type Order, place } from './attempt.js';
import { forgetCart, loadCart, patchCart } from './cart.js';
import type { Cart, CartChanges } from './cart-shapes.js';
import {
  type InvoiceValues,
  invoiceChanges,
  invoiceValues,
  neededForInvoice,
  vatIdChange,
} from './invoice-fields.js';
import type { Outcome } from './outcome.js';
import { SIMULATED } from './payment-fields.js';
import { choice, choose, shopInfo } from './shop-info.js';
import { payableOf } from './summary.js';
import { type Form, useForm } from './use-form.js';

export type CheckoutValues = AddressValues &
  InvoiceValues &
  Record<'who' | 'email' | 'shippingMethod' | 'method' | 'token', string>;

export interface Checkout {
  form: Form<CheckoutValues>;
  outcome: Outcome | null;
  cardError: string | null;
  isBusy: boolean;
  /** The attempt was begun before a reload. */
  isResumed: boolean;
  submit: () => Promise<void>;
  resume: () => Promise<void>;
  /** The cart has been changed to what there is. */
  mended: () => void;
}

/** The order that this tab has placed last, for the page of first steps. */
export const lastOrder = keptInTab<{ id: string; url: string }>('last-order');

const PAUSE_MS = 400;

const initialValues = (cart: Cart): CheckoutValues => {
  const { paymentMethods = [], shippingMethods = [] } = shopInfo.peek() ?? {};
  const address = cart.shippingAddress;
  return {
    who: 'guest',
    email: '',
    name: address?.name ?? customer.peek()?.name ?? '',
    line1: address?.line1 ?? '',
    line2: address?.line2 ?? '',
    postalCode: address?.postalCode ?? '',
    city: address?.city ?? '',
    region: address?.region ?? '',
    country: address?.country ?? choice.peek().country,
    shippingMethod: cart.shippingMethod ?? shippingMethods[0]?.id ?? 'standard',
    method: paymentMethods[0]?.method ?? SIMULATED,
    token: 'tok_approve',
    ...invoiceValues(cart.billingAddress, cart.vatId),
  };
};

export function useCheckout(cart: Cart, onFieldErrors: () => void): Checkout {
  const form = useForm<CheckoutValues>('checkout', initialValues(cart));
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [cardError, setCardError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isResumed, setResumed] = useState(false);
  // A second press in the same moment comes before the page is drawn anew.
  const isTaken = useRef(false);
  const following = useCartFollows(form.values, outcome === null);

  const finish = async (answer: Answer<Order> | null) => {
    if (answer === null) return;
    if (answer.ok) return leaveFor(answer.body, form);
    const { problem } = answer;
    setOutcome({ type: 'refused', problem });
    if (problem.type === 'price-changed') setOutcome(priceChange(problem.members, cart));
    if (problem.type === 'invalid-request') {
      form.refuse(problem);
      onFieldErrors();
    }
    await loadCart();
  };

  /** The cart as it is typed, or `null` after saying what is wrong. */
  const completed = async (): Promise<Cart | null> => {
    const needed = [
      ...(customer.value ? [] : ['email' as const]),
      ...neededIn(form.values.country),
      ...neededForInvoice(form.values),
    ];
    if (!form.require(needed)) {
      onFieldErrors();
      return null;
    }
    const answer = await patchCart(changesOf(form.values));
    if (answer.ok) return answer.body;
    setOutcome({ type: 'refused', problem: answer.problem });
    form.refuse(answer.problem);
    onFieldErrors();
    return null;
  };

  const order = async () => {
    const shown = cart.quote ? payableOf(cart.quote) : null;
    const current = await completed();
    if (!current?.quote) return;
    const total = payableOf(current.quote);
    if (shown !== null && total !== shown) {
      const { currency } = current;
      setOutcome({ type: 'price-changed', before: shown, after: total, currency });
      return;
    }
    const payment = await paymentOf(form.values);
    if ('error' in payment) {
      setCardError(payment.error || texts().checkout.cardFailed);
      return;
    }
    const expectedTotal = current.quote.totals.total;
    await finish(await place({ cartId: current.id, payment, expectedTotal }));
  };

  return {
    form,
    outcome,
    cardError,
    isBusy,
    isResumed,
    async submit() {
      if (isTaken.current) return;
      isTaken.current = true;
      // What is typed goes along with the press; later it would come to a cart that is an order.
      clearTimeout(following.current);
      setBusy(true);
      setOutcome(null);
      setCardError(null);
      await order();
      setBusy(false);
      isTaken.current = false;
    },
    async resume() {
      const answer = place(null);
      setResumed(true);
      await finish(await answer);
      setResumed(false);
    },
    mended: () => setOutcome(null),
  };
}

/** What is complete goes to the cart a moment after the last letter; its price follows. */
function useCartFollows(values: CheckoutValues, isFree: boolean) {
  const timer = useRef<number | undefined>(undefined);
  const { country, region, postalCode, shippingMethod } = values;
  const { vatId } = vatIdChange(values);
  useEffect(() => {
    if (!isFree) return;
    if (country !== choice.peek().country) choose({ country });
    const isComplete = neededIn(country).every((name) => values[name].trim() !== '');
    const changes = isComplete
      ? { shippingAddress: addressOf(values), shippingMethod, ...vatIdChange(values) }
      : { country, shippingMethod, ...vatIdChange(values) };
    timer.current = window.setTimeout(() => patchCart(changes), PAUSE_MS);
    return () => clearTimeout(timer.current);
  }, [country, region, postalCode, shippingMethod, vatId]);
  return timer;
}

function changesOf(values: CheckoutValues): CartChanges {
  const known = customer.peek();
  return {
    shippingAddress: addressOf(values),
    shippingMethod: values.shippingMethod,
    ...invoiceChanges(values),
    customer: known
      ? { email: known.email, name: known.name }
      : { email: values.email.trim(), name: values.name.trim() },
  };
}

async function paymentOf({ method, token }: CheckoutValues) {
  if (method === SIMULATED) return { method, token };
  const made = await cardToken();
  return 'error' in made ? made : { method, token: made.token };
}

function priceChange(members: Readonly<Record<string, unknown>>, cart: Cart): Outcome {
  const { expectedTotal, quote } = members as {
    expectedTotal: number;
    quote: { totals: { total: number } };
  };
  const { currency } = cart;
  return { type: 'price-changed', before: expectedTotal, after: quote.totals.total, currency };
}

/** To the order; a guest's address of it carries the token, which is all that opens it. */
async function leaveFor(order: Order, form: Form<CheckoutValues>): Promise<void> {
  const { id, accessToken, payment } = order;
  const query = accessToken === undefined ? '' : `?token=${encodeURIComponent(accessToken)}`;
  const url = `/orders/${encodeURIComponent(id)}${query}`;
  lastOrder.set({ id, url });
  forgetCart();
  form.clear();
  const { nextAction } = payment;
  if (nextAction?.type === 'redirect' && nextAction.url) location.assign(nextAction.url);
  else {
    if (nextAction?.clientSecret)
      await answerBank(nextAction.clientSecret, nextAction.publishableKey);
    location.assign(url);
  }
}
