import { plural } from '../../texts/plural.ts'
import type { StatusTexts } from './en.ts'

const count = plural('fr')

export const fr: StatusTexts = {
  label: status => `Votre statut : ${status}`,
  online: 'En ligne',
  onlineMore: 'Des conversations peuvent vous être confiées.',
  away: 'Absent',
  awayMore: 'Aucune nouvelle ne vous est confiée. Vous gardez les vôtres.',
  load: n => count(n, { one: 'Vous avez 1 conversation.', other: `Vous avez ${n} conversations.` }),
  loadOf: (n, most) => `Vous avez ${n} conversations sur ${most} au plus.`,
  goAway: 'Passer mon statut à absent',
  comeBack: 'Passer mon statut à en ligne',
  failed: 'Votre statut n’a pas changé. Réessayez.',
}
