import type { Letters } from './letters.js';

export const lettersEn: Letters = {
  confirmation: {
    subject: 'Your order {order}',
    heading: 'Thank you for your order',
    opening: 'we have received your order {order} and your payment of {amount}.',
    attached: 'Your invoice {number} is attached.',
  },
  creditNote: {
    subject: 'Your refund for order {order}',
    heading: 'Your refund is on its way',
    opening: 'we are refunding {amount} of your order {order}.',
    attached: 'Your credit note {number} is attached. It corrects invoice {corrected}.',
  },
  greeting: 'Hello {name},',
  columns: { item: 'Item', quantity: 'Quantity', amount: 'Amount' },
  viewOrder: 'View your order',
  linkExpires: 'The link needs no account and works until {date}.',
  deliveredTo: 'Delivery to',
  billedTo: 'Billed to',
  questions: 'Questions? Just reply to this e-mail.',
  page: {
    title: 'Order {order}',
    placedOn: 'Placed on {date}',
    states: {
      'payment-pending': 'Payment pending',
      confirmed: 'Confirmed',
      shipped: 'Shipped',
      delivered: 'Delivered',
      cancelled: 'Cancelled',
      'partially-refunded': 'Partially refunded',
      refunded: 'Refunded',
      failed: 'Not completed',
    },
    outlooks: {
      'payment-pending': 'We are waiting for the payment to be confirmed. Your items are reserved.',
      confirmed: 'Your payment has arrived. We are preparing your parcel.',
      shipped: 'Your parcel is on its way.',
      delivered: 'Your parcel has been delivered.',
      cancelled: 'This order was cancelled. What you paid is returned to you.',
      'partially-refunded': 'A part of this order was refunded.',
      refunded: 'This order was refunded.',
      failed: 'The payment did not go through. You have not been charged.',
    },
    documents: 'Documents',
    invoicePdf: 'Invoice {number} (PDF)',
    invoiceXml: 'E-invoice (XML)',
    timeline: 'What happened',
    done: {
      invoice: 'Invoice issued',
      'confirmation-email': 'Confirmation sent by e-mail',
      warehouse: 'Handed to the warehouse',
    },
    expired: {
      title: 'This link has expired',
      text: 'For your safety the link in our e-mail works for a limited time. Reply to that e-mail, and we send you a new one.',
    },
    notFound: {
      title: 'There is no order here',
      text: 'Please open the link exactly as it stands in our e-mail.',
    },
    failed: {
      title: 'This page cannot be shown now',
      text: 'Please try again in a minute.',
    },
  },
};
