import type { FindingTexts } from './en.ts'

export const deFindings: FindingTexts = {
  later: () => 'Noch nicht geprüft: Zuerst muss stimmen, was darüber steht.',
  unreachable: ({ reason }) => `Die Plattform ist nicht erreichbar (${reason}). Prüfen Sie später noch einmal.`,
  unanswered: ({ error }) => `Die Plattform gab keine Auskunft (Fehler ${error}). Prüfen Sie später noch einmal.`,
  'app.ok': ({ appId }) => `Meta kennt die App ${appId}, und das Geheimnis stimmt.`,
  'app.none': () => 'Ihre App bei Meta ist noch nicht eingetragen. Tragen Sie ID und Geheimnis ein.',
  'app.secret': ({ error }) =>
    `Meta nimmt die ID der App mit diesem Geheimnis nicht an (Fehler ${error}). Kopieren Sie beides noch einmal aus den allgemeinen Einstellungen der App.`,
  'webhook.ok': ({ url }) => `Meta sendet die Ereignisse der App an ${url}.`,
  'webhook.none': ({ wanted }) =>
    `Die App hat keine Callback-URL für Seiten. Tragen Sie ${wanted} in den Webhook-Einstellungen der App ein.`,
  'webhook.inactive': ({ url }) =>
    `Meta hat die Callback-URL ${url} abgeschaltet. Speichern Sie sie noch einmal in den Webhook-Einstellungen der App.`,
  'webhook.path': ({ url, wanted }) =>
    `Meta sendet die Ereignisse der App an ${url}. Tragen Sie ${wanted} in den Webhook-Einstellungen der App ein.`,
  'webhook.host': ({ url, wanted }) =>
    `Meta sendet die Ereignisse der App an ${url}. Interlude kennt sich selbst als ${wanted}. Führt die erste Adresse nicht hierher, so tragen Sie die zweite ein.`,
  'webhook.fields': ({ missing }) =>
    `Die App bekommt nicht alle Ereignisse. Abonnieren Sie in ihren Webhook-Einstellungen auch ${missing}.`,
  'token.ok': ({ pageId }) => `Der Zugriffsschlüssel gilt und gehört zur Seite ${pageId}.`,
  'token.expired': () =>
    'Der Zugriffsschlüssel der Seite ist abgelaufen. Erzeugen Sie bei Meta einen neuen, und tragen Sie ihn ein.',
  'token.invalid': ({ error }) =>
    `Der Zugriffsschlüssel der Seite gilt nicht (Fehler ${error}): Er wurde widerrufen, oder er ist unvollständig. Erzeugen Sie bei Meta einen neuen, und tragen Sie ihn ein.`,
  'token.foreign': ({ error }) =>
    `Meta zeigt der App diesen Zugriffsschlüssel nicht (Fehler ${error}): Er stammt von einer anderen App, oder es ist keiner. Erzeugen Sie einen für diese App, und tragen Sie ihn ein.`,
  'token.app': ({ appId, wanted }) =>
    `Der Zugriffsschlüssel gehört zur App ${appId}. Erzeugen Sie einen für die App ${wanted}, und tragen Sie ihn ein.`,
  'token.kind': ({ kind }) =>
    `Das ist ein Zugriffsschlüssel der Art ${kind}. Tragen Sie den Zugriffsschlüssel der Seite ein.`,
  'token.page': ({ pageId, wanted }) =>
    `Der Zugriffsschlüssel gehört zur Seite ${pageId}. Tragen Sie den der Seite ${wanted} ein, oder berichtigen Sie die ID der Seite.`,
  'expiry.never': () => 'Der Zugriffsschlüssel läuft nicht ab.',
  'expiry.late': ({ until }) => `Der Zugriffsschlüssel gilt bis ${until}.`,
  'expiry.soon': ({ until }) => `Der Zugriffsschlüssel läuft am ${until} ab. Tragen Sie einen ein, der länger gilt.`,
  'scopes.ok': () => 'Der Zugriffsschlüssel hat die Berechtigungen, die Interlude braucht.',
  'scopes.missing': ({ missing }) =>
    `Dem Zugriffsschlüssel fehlt ${missing}. Erzeugen Sie einen neuen mit diesen Berechtigungen, und tragen Sie ihn ein.`,
  'scopes.profiles': ({ missing }) =>
    `Dem Zugriffsschlüssel fehlt ${missing}. Namen und Bilder der Menschen fehlen dann vielleicht.`,
  'subscription.ok': () => 'Die App bekommt die Ereignisse der Seite.',
  'subscription.none': () => 'Die App bekommt die Ereignisse der Seite nicht. Abonnieren Sie die Seite.',
  'subscription.fields': ({ missing }) =>
    `Die App bekommt nicht alle Ereignisse der Seite: ${missing}. Abonnieren Sie die Seite noch einmal.`,
  'subscription.refused': ({ error }) =>
    `Meta hat das Abonnement abgelehnt (Fehler ${error}). Der Zugriffsschlüssel braucht pages_manage_metadata, von jemandem, der die Seite verwalten darf.`,
  'address.ok': () => 'Interlude darf diese Adresse aufrufen.',
  'address.refused': ({ reason }) =>
    `Interlude ruft diese Adresse nicht auf (${reason}). Tragen Sie eine öffentliche ein, die mit https beginnt.`,
  'answer.ok': () => 'Ihre Anbindung hat einen signierten Aufruf beantwortet.',
  'answer.missing': ({ reason }) =>
    `Ihr Server hat unter dieser Adresse nichts (${reason}). Berichtigen Sie die Adresse, oder veröffentlichen Sie die Anbindung dort.`,
  'answer.failed': ({ reason }) =>
    `Ihre Anbindung ist nicht erreichbar (${reason}). Sehen Sie nach, ob sie läuft und was in ihrem Protokoll steht.`,
  'answer.refused': ({ reason }) =>
    `Der Aufruf dieser Prüfung wurde abgelehnt (${reason}). Das ist richtig so, wenn Ihre Anbindung Aufrufe der Art „check“ nicht kennt. Sonst vergleichen Sie die Geheimnisse.`,
  'bot.ok': ({ name }) => `Das Token gehört zum Bot @${name}.`,
  'bot.token': ({ error }) =>
    `Telegram nimmt das Token nicht an (Fehler ${error}). Kopieren Sie es noch einmal vom BotFather.`,
  'updates.ok': ({ url }) => `Telegram sendet die Ereignisse des Bots an ${url}.`,
  'updates.none': () => 'Telegram weiß nicht, wohin es die Ereignisse des Bots senden soll. Abonnieren Sie sie.',
  'updates.elsewhere': ({ url, wanted }) =>
    `Telegram sendet die Ereignisse des Bots an ${url}. Interlude kennt sich selbst als ${wanted}. Führt die erste Adresse nicht hierher, so abonnieren Sie die Ereignisse noch einmal.`,
  'updates.kinds': ({ missing }) =>
    `Interlude bekommt nicht alle Ereignisse des Bots: ${missing}. Abonnieren Sie sie noch einmal.`,
  'updates.failing': ({ reason }) =>
    `Telegram kann Ereignisse des Bots nicht übergeben (${reason}). Abonnieren Sie sie noch einmal, und sehen Sie ins Protokoll.`,
  'updates.refused': ({ reason }) => `Telegram hat die Adresse von Interlude abgelehnt (${reason}).`,
}
