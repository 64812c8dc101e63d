// From the cart to the order, on one page: who, where to, how, paid with what. What is typed goes to the
// cart as soon as it is complete, so that the price shown is the price of this very delivery.

import { useEffect, useRef } from 'preact/hooks';
import { Field, focusFirstError } from '../components/field.js';
import { Notice } from '../components/notice.js';
import { Skeleton } from '../components/skeleton.js';
import { majorMoney } from '../shell/format.js';
import { usePageTitle } from '../shell/page-title.js';
import { fill, texts } from '../shell/texts.js';
import { customer, isSessionKnown } from './account.js';
import { AddressFields } from './address-fields.js';
import { hasAttempt, progress } from './attempt.js';
import { cartState } from './cart.js';
import { EmptyCart, Shortage } from './cart-page.js';
import type { Cart } from './cart-shapes.js';
import { InvoiceFields } from './invoice-fields.js';
import { OutcomeNotice } from './outcome.js';
import { PaymentFields } from './payment-fields.js';
import { choice, shopInfo } from './shop-info.js';
import { SignInForm } from './sign-in-form.js';
import { payableOf, Summary, shippingName, totalOf } from './summary.js';
import { type Checkout, useCheckout } from './use-checkout.js';

export function CheckoutPage() {
  const { checkout } = texts();
  usePageTitle(checkout.title);
  const { cart, isLoaded } = cartState.value;
  const isReady = isLoaded && isSessionKnown.value && shopInfo.value !== null;
  const isEmpty = cart === null || cart.lines.length === 0;
  return (
    <>
      <h1 tabIndex={-1}>{checkout.title}</h1>
      {!isReady ? (
        <Skeleton class="skeleton-block" />
      ) : isEmpty && !hasAttempt() ? (
        <EmptyCart />
      ) : null}
      {isReady && cart !== null && !isEmpty && <Form cart={cart} />}
    </>
  );
}

function Form({ cart }: { cart: Cart }) {
  const { checkout } = texts();
  const element = useRef<HTMLFormElement>(null);
  const state = useCheckout(cart, () => focusFirstError(element.current));
  // A press that a reload has interrupted is carried on, not asked for again.
  useEffect(() => {
    state.resume();
  }, []);
  const isPlacing = state.isBusy || progress.value !== null;
  const { quote } = cart;
  const total = quote ? totalOf(quote) : '';
  const submit = (event: Event) => {
    event.preventDefault();
    state.submit();
  };
  return (
    <div class="split">
      <div class="sections">
        <Contact state={state} />
        <form id="checkout" class="sections" ref={element} onSubmit={submit} noValidate>
          {!customer.value && <GuestFields state={state} />}
          <Section title={checkout.address}>
            {customer.value && (
              <Field {...state.form.field('name')} autocomplete="name" isRequired />
            )}
            <AddressFields form={state.form} kind="shipping" />
          </Section>
          <Section title={checkout.invoice}>
            <InvoiceFields form={state.form} />
          </Section>
          <Section title={checkout.shippingMethod}>
            <ShippingFields state={state} />
          </Section>
          <Section title={checkout.payment}>
            <PaymentFields
              method={state.form.values.method}
              token={state.form.values.token}
              onChoose={(method, token) => state.form.setAll({ method, token })}
            />
            {state.cardError && <p class="field-error">{state.cardError}</p>}
          </Section>
        </form>
      </div>
      <section class="card summary" aria-label={checkout.review}>
        <h2>{checkout.review}</h2>
        <Lines cart={cart} />
        <Summary cart={cart} />
        <OutcomeNotice outcome={state.outcome} cart={cart} onMended={state.mended} />
        {state.isResumed && isPlacing && <Notice kind="info">{checkout.resumed}</Notice>}
        <SubmitButton isBusy={isPlacing} label={fill(checkout.placeOrder, { total })} />
        <p class="hint">{quote && payableOf(quote) > 0 ? checkout.terms : ''}</p>
      </section>
    </div>
  );
}

/** Outside of the form that it belongs to, beside the amount that it stands for. */
function SubmitButton({ isBusy, label }: { isBusy: boolean; label: string }) {
  return (
    <button
      type="submit"
      form="checkout"
      class="button button-primary button-wide"
      aria-disabled={isBusy || undefined}
    >
      {isBusy && <span class="spinner" aria-hidden="true" />}
      {isBusy ? texts().checkout.placing : label}
    </button>
  );
}

const Section = ({ title, children }: { title: string; children: preact.ComponentChildren }) => (
  <section class="section">
    <h2>{title}</h2>
    {children}
  </section>
);

type Who = 'guest' | 'sign-in' | 'register';

/** Signed in already, or one of three ways to say who one is. */
function Contact({ state: { form } }: { state: Checkout }) {
  const { account, checkout } = texts();
  const who = form.values.who as Who;
  if (customer.value) {
    const { name, email } = customer.value;
    return (
      <Section title={checkout.contact}>
        <p>
          {fill(account.signedInAs, { name })} · {email}
        </p>
      </Section>
    );
  }
  const signedIn = () => {
    const { name = '' } = customer.peek() ?? {};
    form.setAll({ who: 'guest', ...(form.values.name === '' ? { name } : {}) });
  };
  const ways: [Who, string, string][] = [
    ['guest', account.guest, account.guestHint],
    ['sign-in', account.haveAccount, ''],
    ['register', account.newAccount, ''],
  ];
  return (
    <Section title={checkout.contact}>
      <fieldset class="options">
        <legend class="visually-hidden">{checkout.contact}</legend>
        {ways.map(([value, label, hint]) => (
          <label key={value} class="option">
            <input
              type="radio"
              name="who"
              checked={who === value}
              onChange={() => form.set('who', value)}
            />
            <span>
              {label}
              {hint && <small>{hint}</small>}
            </span>
          </label>
        ))}
      </fieldset>
      {who !== 'guest' && <SignInForm key={who} isNew={who === 'register'} onDone={signedIn} />}
    </Section>
  );
}

const GuestFields = ({ state: { form } }: { state: Checkout }) => (
  <div class="form-grid">
    <Field {...form.field('name')} autocomplete="name" maxLength={200} isRequired />
    <Field
      {...form.field('email')}
      type="email"
      inputMode="email"
      autocomplete="email"
      maxLength={254}
      isRequired
    />
  </div>
);

function ShippingFields({ state: { form } }: { state: Checkout }) {
  const { cart: words, checkout } = texts();
  const { currency } = choice.value;
  return (
    <fieldset class="options">
      <legend class="visually-hidden">{checkout.shippingMethod}</legend>
      {shopInfo.value?.shippingMethods.map(({ id, prices }) => (
        <label key={id} class="option">
          <input
            type="radio"
            name="shippingMethod"
            checked={form.values.shippingMethod === id}
            onChange={() => form.set('shippingMethod', id)}
          />
          <span>
            {shippingName(id)}
            <small>{shippingPrice(prices[currency], currency, words.free)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

const shippingPrice = (price: string | undefined, currency: string, free: string): string =>
  price === undefined ? '–' : Number(price) === 0 ? free : majorMoney(price, currency);

function Lines({ cart }: { cart: Cart }) {
  const { checkout } = texts();
  return (
    <>
      <ul class="review-lines">
        {cart.lines.map((line) => (
          <li key={line.sku}>
            {line.quantity} × {line.name}
            <Shortage line={line} />
          </li>
        ))}
      </ul>
      <a href="/cart">{checkout.edit}</a>
    </>
  );
}
