import { plural } from '../../texts/plural.ts'
import type { StatusTexts } from './en.ts'

const count = plural('de')

export const de: StatusTexts = {
  label: status => `Ihr Status: ${status}`,
  online: 'Online',
  onlineMore: 'Sie können Gespräche bekommen.',
  away: 'Abwesend',
  awayMore: 'Sie bekommen keine neuen. Die Sie haben, behalten Sie.',
  load: n => count(n, { one: 'Sie haben 1 Gespräch.', other: `Sie haben ${n} Gespräche.` }),
  loadOf: (n, most) => `Sie haben ${n} von höchstens ${most} Gesprächen.`,
  goAway: 'Meinen Status auf abwesend setzen',
  comeBack: 'Meinen Status auf online setzen',
  failed: 'Ihr Status hat sich nicht geändert. Versuchen Sie es noch einmal.',
}
