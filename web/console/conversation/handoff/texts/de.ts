import { plural } from '../../../texts/plural.ts'
import type { HandoffTexts } from './en.ts'

const count = plural('de')

export const de: HandoffTexts = {
  passOn: { title: 'Dieses Gespräch weitergeben', submit: 'Weitergeben' },
  putBack: {
    title: 'Für alle zurücklegen',
    more: 'Das Gespräch wartet wieder, und alle werden gefragt.',
    submit: 'Zurücklegen',
  },
  decline: {
    title: 'Dieses Gespräch ablehnen',
    more: 'Es wartet weiter auf jemand anderen.',
    submit: 'Ablehnen',
  },
  reason: 'Grund für die anderen im Team',
  reasonOptional: 'Grund für die anderen im Team (freiwillig)',
  colleagues: 'Wer im Team online ist',
  away: 'Abwesend',
  full: 'kein Platz',
  load: n => count(n, { one: '1 Gespräch', other: `${n} Gespräche` }),
  loadOf: (n, most) => `${n} von ${most} Gesprächen`,
  queues: 'Warteschlangen',
  isQueue: 'Warteschlange',
  waiting: n => count(n, { one: '1 wartet', other: `${n} warten` }),
  waitingMore: n => `mehr als ${n} warten`,
  search: 'Im Team suchen',
  loading: 'Lädt, wer im Team online ist',
  nobody: 'Sonst ist niemand online',
  nobodyMore: 'Hier erscheint, wer die Konsole geöffnet hat.',
  noMatch: text => `Niemand im Team passt zu „${text}“.`,
}
