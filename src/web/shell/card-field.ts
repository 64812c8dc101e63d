// Stripe's own card field. Its script comes from Stripe, as its rules demand, and only when a shop takes
// real cards and somebody is about to pay with one.

interface StripeCard {
  mount(element: HTMLElement): void;
  unmount(): void;
  on(event: 'ready', listener: () => void): void;
}

interface StripeAnswer {
  paymentMethod?: { id: string };
  error?: { message?: string };
}

interface StripeObject {
  elements(): { create(type: 'card'): StripeCard };
  createPaymentMethod(options: { type: 'card'; card: StripeCard }): Promise<StripeAnswer>;
  handleNextAction(options: { clientSecret: string }): Promise<StripeAnswer>;
}

declare global {
  interface Window {
    Stripe?: (publishableKey: string) => StripeObject;
  }
}

const SOURCE = 'https://js.stripe.com/v3/';

let mounted: { stripe: StripeObject; card: StripeCard } | null = null;
let script: Promise<void> | null = null;

function loadScript(): Promise<void> {
  script ??= new Promise<void>((resolve, reject) => {
    const element = document.createElement('script');
    element.src = SOURCE;
    element.onload = () => resolve();
    element.onerror = () => {
      // The next one to ask tries again.
      script = null;
      element.remove();
      reject(new Error(`${SOURCE} cannot be loaded`));
    };
    document.head.append(element);
  });
  return script;
}

/** Puts the field into the element; what it returns takes it out again. */
export function mountCard(
  element: HTMLElement,
  publishableKey: string,
  tell: (state: 'ready' | 'failed') => void,
): () => void {
  let isWanted = true;
  loadScript()
    .then(() => {
      const stripe = window.Stripe?.(publishableKey);
      if (!isWanted || !stripe) return;
      const card = stripe.elements().create('card');
      card.on('ready', () => tell('ready'));
      card.mount(element);
      mounted = { stripe, card };
    })
    .catch(() => tell('failed'));
  return () => {
    isWanted = false;
    mounted?.card.unmount();
    mounted = null;
  };
}

/** What stands for the typed card towards the shop; or what the provider says is wrong with it. */
export async function cardToken(): Promise<{ token: string } | { error: string }> {
  if (!mounted) return { error: '' };
  const { stripe, card } = mounted;
  const { paymentMethod, error } = await stripe.createPaymentMethod({ type: 'card', card });
  return paymentMethod ? { token: paymentMethod.id } : { error: error?.message ?? '' };
}

/** The bank's question to the card's holder (3-D Secure), over the page; `false` where it cannot be put. */
export async function answerBank(clientSecret: string, publishableKey?: string): Promise<boolean> {
  const stripe = mounted?.stripe ?? (publishableKey ? await openStripe(publishableKey) : null);
  await stripe?.handleNextAction({ clientSecret });
  return stripe !== null;
}

const openStripe = (publishableKey: string): Promise<StripeObject | null> =>
  loadScript().then(
    () => window.Stripe?.(publishableKey) ?? null,
    () => null,
  );
