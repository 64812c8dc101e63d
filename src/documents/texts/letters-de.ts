import type { Letters } from './letters.js';

export const lettersDe: Letters = {
  confirmation: {
    subject: 'Ihre Bestellung {order}',
    heading: 'Vielen Dank für Ihre Bestellung',
    opening: 'Ihre Bestellung {order} und Ihre Zahlung über {amount} sind eingegangen.',
    attached: 'Ihre Rechnung {number} liegt bei.',
  },
  creditNote: {
    subject: 'Ihre Erstattung zur Bestellung {order}',
    heading: 'Ihre Erstattung ist unterwegs',
    opening: 'wir erstatten Ihnen {amount} Ihrer Bestellung {order}.',
    attached: 'Ihre Rechnungskorrektur {number} zur Rechnung {corrected} liegt bei.',
  },
  greeting: 'Guten Tag {name},',
  columns: { item: 'Artikel', quantity: 'Menge', amount: 'Betrag' },
  viewOrder: 'Bestellung ansehen',
  linkExpires: 'Der Link braucht kein Kundenkonto und gilt bis zum {date}.',
  prepaid: 'Bereits gezahlt',
  deliveredTo: 'Lieferung an',
  billedTo: 'Rechnung an',
  questions: 'Fragen? Antworten Sie einfach auf diese E-Mail.',
  page: {
    title: 'Bestellung {order}',
    placedOn: 'Bestellt am {date}',
    states: {
      'payment-pending': 'Zahlung ausstehend',
      confirmed: 'Bestätigt',
      shipped: 'Versandt',
      delivered: 'Zugestellt',
      cancelled: 'Storniert',
      'partially-refunded': 'Teilweise erstattet',
      refunded: 'Erstattet',
      failed: 'Nicht zustande gekommen',
    },
    outlooks: {
      'payment-pending':
        'Wir warten auf die Bestätigung der Zahlung. Ihre Artikel sind reserviert.',
      confirmed: 'Ihre Zahlung ist da. Wir bereiten Ihr Paket vor.',
      shipped: 'Ihr Paket ist unterwegs.',
      delivered: 'Ihr Paket wurde zugestellt.',
      cancelled: 'Diese Bestellung wurde storniert. Was Sie bezahlt haben, erhalten Sie zurück.',
      'partially-refunded': 'Ein Teil dieser Bestellung wurde erstattet.',
      refunded: 'Diese Bestellung wurde erstattet.',
      failed: 'Die Zahlung kam nicht zustande. Ihnen wurde nichts berechnet.',
    },
    documents: 'Dokumente',
    invoicePdf: 'Rechnung {number} (PDF)',
    invoiceXml: 'E-Rechnung (XML)',
    creditNotePdf: 'Rechnungskorrektur {number} (PDF)',
    refunded: 'Erstattet am {date}',
    timeline: 'Verlauf',
    placed: 'Bestellung eingegangen',
    done: {
      invoice: 'Rechnung ausgestellt',
      'confirmation-email': 'Bestätigung per E-Mail gesendet',
      warehouse: 'An das Lager übergeben',
      'credit-note-email': 'Rechnungskorrektur per E-Mail gesendet',
    },
    expired: {
      title: 'Dieser Link ist abgelaufen',
      text: 'Zu Ihrer Sicherheit gilt der Link aus unserer E-Mail nur eine gewisse Zeit. Antworten Sie auf die E-Mail, dann senden wir Ihnen einen neuen.',
    },
    notFound: {
      title: 'Hier ist keine Bestellung',
      text: 'Bitte öffnen Sie den Link genau so, wie er in unserer E-Mail steht.',
    },
    failed: {
      title: 'Diese Seite lässt sich gerade nicht zeigen',
      text: 'Bitte versuchen Sie es in einer Minute noch einmal.',
    },
  },
};
