import { plural } from '../../../texts/plural.ts'
import type { BulkTexts } from './en.ts'

const count = plural('fr')

/** The texts of actions on several conversations, in French. */
export const fr: BulkTexts = {
  label: 'Conversations sélectionnées',
  selected: n => count(n, { one: `${n} sélectionnée`, other: `${n} sélectionnées` }),
  all: n => `Sélectionner les ${n}`,
  clear: 'Tout désélectionner',
  takeOn: 'S’en charger',
  handBack: 'Rendre',
  passBack: 'Remettre à tous',
  tag: 'Étiqueter …',
  progress: (done, of) => `${done} sur ${of} traitées`,
  done: n => count(n, { one: `${n} conversation traitée.`, other: `${n} conversations traitées.` }),
  failed: n =>
    count(n, {
      one: `${n} a été refusée et reste sélectionnée :`,
      other: `${n} ont été refusées et restent sélectionnées :`,
    }),
}
