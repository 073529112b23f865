import type { HandoffTexts } from './en.ts'

export const de: HandoffTexts = {
  passOn: { title: 'An eine Kollegin oder einen Kollegen weitergeben', submit: 'Weitergeben' },
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
  search: 'Im Team suchen',
  loading: 'Lädt, wer im Team online ist',
  nobody: 'Sonst ist niemand online',
  nobodyMore: 'Hier erscheint, wer die Konsole geöffnet hat.',
  noMatch: text => `Niemand im Team passt zu „${text}“.`,
}
