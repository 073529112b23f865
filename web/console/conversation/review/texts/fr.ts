import type { ReviewTexts } from './en.ts'

export const fr: ReviewTexts = {
  waits: 'Le bot voudrait dire',
  leftFor: time => `encore ${time} pour décider`,
  overdue: 'Le temps pour décider est écoulé.',
  send: 'Envoyer',
  edit: 'Modifier',
  instead: 'Un message de votre part prend sa place.',
  sending: 'Envoi …',
  closed: {
    sent: name => `${name} a envoyé cette réponse du bot`,
    edited: name => `${name} a envoyé d’autres mots à la place`,
    answered: name => `${name} a répondu à la place`,
    withheld: name => `L’utilisateur ne l’a pas reçu : ${name} a confié la conversation à des personnes`,
  },
}
