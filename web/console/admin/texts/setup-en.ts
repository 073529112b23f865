import { plural } from '../../texts/plural.ts'
import { enAlerts } from '../alerts/texts/en.ts'
import { enChannels } from '../channels/texts/en.ts'

const count = plural('en')

/** The texts of the setup page, which load with it. */
export const en = {
  label: 'Setup',
  tabs: { config: 'Configuration', channels: 'Channels', alerts: 'Alerts', keys: 'Keys', widget: 'Widget' },
  forbidden: 'Only an admin may set up this bot.',
  required: 'required',
  usually: (value: string) => `Usually ${value}.`,
  add: 'Add',
  remove: 'Remove',
  nameOfNew: 'Name',
  yes: 'Yes',
  no: 'No',
  never: 'None (null)',
  asJson: 'Edit as JSON',
  json: 'Configuration as JSON',
  noJson: 'This is not valid JSON yet.',
  save: 'Save',
  reload: 'Discard changes',
  unsaved: 'Not saved yet.',
  saving: 'Saving …',
  saved: 'Saved.',
  stale: 'Somebody else has changed the configuration. Your changes are not saved yet.',
  behind: {
    title: (version: number) => `Somebody else saved version ${version} while you were editing.`,
    about: 'Nothing that you typed is lost. These fields are different now:',
    before: 'Before',
    mine: 'Yours',
    theirs: 'Theirs',
    both: 'you both changed it',
    nothing: 'nothing',
    catchUp: 'Take over the newest version and keep my changes',
  },
  notSaved: (why: string) => `Not saved. ${why}`,
  refused: 'The server does not accept this configuration.',
  wrongFields: (n: number) => count(n, { one: '1 field is wrong', other: `${n} fields are wrong` }),
  keysAbout: 'Your bot, or the connector in front of it, uses a key to talk to the API.',
  keyLabel: 'Label',
  keyId: 'Key',
  keyMade: 'Created',
  makeKey: 'Create a key',
  keyOnce: 'Copy this key now. It is not shown again.',
  embedAbout: 'Put this line into your page. The widget then appears in its corner.',
  preview: 'Preview',
  channels: enChannels,
  alerts: enAlerts,
}

/** The type of a catalogue: every catalogue has all keys of the English one. */
export type AdminTexts = typeof en
