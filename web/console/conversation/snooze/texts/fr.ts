import type { SnoozeTexts } from './en.ts'

export const fr: SnoozeTexts = {
  snooze: 'Mettre en veille',
  wake: 'Réveiller',
  until: time => `En veille jusqu’à ${time}`,
  untilWrites: 'En veille jusqu’au prochain message',
  otherUntil: (name, time) => `${name} l’a mise en veille jusqu’à ${time}`,
  otherUntilWrites: name => `${name} l’a mise en veille jusqu’au prochain message`,
  hour: 'Pendant 1 heure',
  tomorrow: 'Jusqu’à demain',
  monday: 'Jusqu’à lundi prochain',
  writes: 'Jusqu’au prochain message',
  writesMore: '30 jours au plus',
  choose: 'Jusqu’à une date …',
  title: 'Mettre en veille jusqu’à',
  time: 'Date et heure',
  timeMore: 'À venir, dans 30 jours au plus. Un message y met fin avant.',
  failed: 'Cela n’a pas marché.',
}
