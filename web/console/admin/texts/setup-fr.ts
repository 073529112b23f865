import { plural } from '../../texts/plural.ts'
import { frAlerts } from '../alerts/texts/fr.ts'
import { frChannels } from '../channels/texts/fr.ts'
import type { AdminTexts } from './setup-en.ts'

const count = plural('fr')

export const fr: AdminTexts = {
  label: 'Configuration',
  tabs: { config: 'Configuration', channels: 'Canaux', alerts: 'Alertes', keys: 'Clés', widget: 'Widget' },
  forbidden: 'Seule l’administration peut configurer ce bot.',
  required: 'obligatoire',
  usually: value => `Par défaut : ${value}.`,
  add: 'Ajouter',
  remove: 'Supprimer',
  nameOfNew: 'Nom',
  yes: 'Oui',
  no: 'Non',
  never: 'Aucun (null)',
  asJson: 'Modifier en JSON',
  json: 'Configuration en JSON',
  noJson: 'Ce n’est pas encore du JSON.',
  save: 'Enregistrer',
  reload: 'Annuler les modifications',
  unsaved: 'Pas encore enregistré.',
  saving: 'Enregistrement …',
  saved: 'Enregistré.',
  stale: 'Quelqu’un a modifié la configuration entre-temps. Vos modifications ne sont pas encore enregistrées.',
  behind: {
    title: version => `Quelqu’un a enregistré la version ${version} pendant vos modifications.`,
    about: 'Rien de ce que vous avez saisi n’est perdu. Ces champs sont différents maintenant :',
    before: 'Avant',
    mine: 'Votre valeur',
    theirs: 'L’autre valeur',
    both: 'modifié par vous deux',
    nothing: 'rien',
    catchUp: 'Reprendre la version la plus récente et garder mes modifications',
  },
  notSaved: why => `Non enregistré. ${why}`,
  refused: 'Le serveur n’accepte pas cette configuration.',
  wrongFields: n => count(n, { one: `${n} champ est incorrect`, other: `${n} champs sont incorrects` }),
  keysAbout: 'Votre bot, ou son connecteur, utilise une clé pour parler à l’API.',
  keyLabel: 'Libellé',
  keyId: 'Clé',
  keyMade: 'Créée',
  makeKey: 'Créer une clé',
  keyOnce: 'Copiez cette clé maintenant. Elle ne sera plus affichée.',
  embedAbout: 'Placez cette ligne dans votre page. Le widget apparaît alors dans son coin.',
  preview: 'Aperçu',
  channels: frChannels,
  alerts: frAlerts,
}
