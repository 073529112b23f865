import type { BotFindingWords } from '../../../../lib/doctor/findings.ts'

const unheard = 'Nutzer, die einen Menschen wollen, warten, und niemand erfährt davon.'
const silentBot = 'Solange der Bot nicht antwortet, geht jede Nachricht an Menschen.'
const noEvents = 'Ihre Systeme erfahren nicht, was mit Gesprächen geschieht. Interlude versucht es einen Tag lang.'
const noChannel = 'Seine Nutzer erreichen den Bot nicht oder bekommen keine Antworten.'
const noAlert = 'Die Adresse bekommt gar keinen Alarm.'

/** The findings about a bot in German. */
export const deFindings: BotFindingWords = {
  'bot.paused': {
    what: () => 'Der ganze Bot ist pausiert.',
    why: 'Jede Nachricht geht an Menschen, und der Bot antwortet niemandem.',
    mend: () => 'Schalten Sie paused aus, wenn der Bot wieder antworten darf.',
  },
  'bot.no_key': {
    what: () => 'Der Bot hat den Modus „gate“ und keinen Schlüssel.',
    why: 'In diesem Modus bringt Ihr eigener Server die Nachrichten, und das kann er nur mit einem Schlüssel.',
    mend: () => 'Erstellen Sie einen Schlüssel und geben Sie ihn Ihrem Server.',
  },
  'connector.forbidden': {
    what: ({ url, reason }) => `Interlude ruft den Bot unter ${url} nicht auf: ${reason}.`,
    why: silentBot,
    mend: () => 'Tragen Sie in connector.url eine öffentliche Adresse ein, die mit https beginnt.',
  },
  'connector.missing': {
    what: ({ url, reason }) => `Unter der Adresse des Bots, ${url}, hat der Server nichts (${reason}).`,
    why: silentBot,
    mend: () => 'Berichtigen Sie den Pfad in connector.url, oder veröffentlichen Sie den Bot dort.',
  },
  'connector.rejected': {
    what: ({ url, reason }) => `Der Bot unter ${url} lehnt den Aufruf ab (${reason}).`,
    why: silentBot,
    mend: () =>
      'Meist unterscheiden sich die Geheimnisse: Tragen Sie in connector.secret das ein, mit dem der Bot Signaturen prüft.',
  },
  'connector.failed': {
    what: ({ url, reason }) => `Der Bot unter ${url} antwortet nicht: ${reason}.`,
    why: silentBot,
    mend: () => 'Starten Sie den Bot, sehen Sie in sein Protokoll, oder berichtigen Sie connector.url.',
  },
  'connector.unreadable': {
    what: ({ url, reason }) => `Interlude versteht die Antwort des Bots unter ${url} nicht: ${reason}.`,
    why: 'Eine solche Antwort gilt als Fehler: Die Nachricht geht an Menschen.',
    mend: () => 'Antworten Sie mit {"replies":[{"type":"text","text":"…"}]}, wie PROTOCOL.md es beschreibt.',
  },
  'connector.slow': {
    what: ({ tookMs, timeoutMs }) => `Der Bot brauchte ${tookMs} ms, und seine Frist ist ${timeoutMs} ms.`,
    why: 'Eine Antwort nach der Frist geht verloren: Die Nachricht geht an Menschen.',
    mend: ({ wanted }) =>
      `Setzen Sie connector.timeoutMs auf ${wanted}, oder lassen Sie den Bot sofort mit 204 und später richtig antworten.`,
  },
  'connector.late': {
    what: () => 'Der Bot hat innerhalb von 25 s, der längsten Frist, nicht geantwortet.',
    why: 'Eine Antwort nach der Frist geht verloren: Die Nachricht geht an Menschen.',
    mend: () => 'Lassen Sie den Bot sofort mit 204 und später richtig antworten, oder machen Sie ihn schneller.',
  },
  'events.forbidden': {
    what: ({ url, reason }) => `Interlude ruft den Empfänger der Ereignisse unter ${url} nicht auf: ${reason}.`,
    why: noEvents,
    mend: () => 'Tragen Sie in events.url eine öffentliche Adresse ein, die mit https beginnt.',
  },
  'events.failed': {
    what: ({ url, reason }) => `Der Empfänger der Ereignisse unter ${url} nimmt keine Aufrufe an: ${reason}.`,
    why: noEvents,
    mend: () => 'Starten Sie ihn, sehen Sie in sein Protokoll, oder berichtigen Sie events.url.',
  },
  'events.rejected': {
    what: ({ url, reason }) => `Der Empfänger der Ereignisse unter ${url} lehnt einen Probeaufruf ab (${reason}).`,
    why: 'Kennt er Aufrufe der Art „check“ nicht, ist alles in Ordnung. Sonst lehnt er auch die Ereignisse ab.',
    mend: () => 'Vergleichen Sie events.secret mit dem Geheimnis, mit dem der Empfänger Signaturen prüft.',
  },
  'events.dead': {
    what: ({ count }) => `${count} Ereignisse hat der Empfänger einen Tag lang nicht angenommen.`,
    why: 'Ihren Systemen fehlen sie. Interlude bewahrt sie 30 Tage lang auf.',
    mend: () => 'Beheben Sie den Fehler beim Empfänger, und senden Sie sie dann mit POST …/events/replay noch einmal.',
  },
  'channel.wrong': {
    what: ({ channel, part }) => `Der Kanal „${channel}“ arbeitet nicht richtig (Prüfung „${part}“).`,
    why: noChannel,
    mend: ({ channel }) => `Öffnen Sie Einrichtung, Kanäle, ${channel}. Dort steht zu jeder Prüfung, was zu tun ist.`,
  },
  'channel.unknown': {
    what: ({ channel, part }) => `Der Kanal „${channel}“ war nicht zu prüfen (Prüfung „${part}“).`,
    why: noChannel,
    mend: ({ channel }) => `Öffnen Sie Einrichtung, Kanäle, ${channel}, und prüfen Sie ihn erneut.`,
  },
  'alerts.unavailable': {
    what: () => 'Der Dienst für die Alarme antwortet nicht.',
    why: 'Es ist nicht zu sagen, wer Alarme bekommt.',
    mend: () => 'Versuchen Sie es später noch einmal. Bleibt es so, prüfen Sie das Topic in SNS.',
  },
  'alerts.nobody': {
    what: () => 'Soweit Interlude weiß, bekommt niemand die Alarme dieses Bots.',
    why: unheard,
    mend: () => 'Fügen Sie unter Einrichtung, Alarme eine Adresse hinzu.',
  },
  'alerts.unconfirmed': {
    what: ({ endpoint }) => `${endpoint} hat die Alarme nicht bestätigt.`,
    why: 'Dorthin geht kein Alarm, bis jemand den Link in der Anfrage öffnet.',
    mend: () => 'Bitten Sie darum, den Link zu öffnen, oder lassen Sie unter Einrichtung, Alarme noch einmal fragen.',
  },
  'alerts.ended': {
    what: ({ endpoint }) => `Die Alarme an ${endpoint} sind beendet: abbestellt oder nicht rechtzeitig bestätigt.`,
    why: 'Die Adresse steht in der Liste und bekommt nichts.',
    mend: () => 'Entfernen Sie sie, oder fügen Sie sie neu hinzu.',
  },
  'alerts.none': {
    what: ({ where }) => `${where}.alerts ist eine leere Liste.`,
    why: unheard,
    mend: ({ where }) =>
      `Entfernen Sie ${where}.alerts, damit die üblichen Alarme gelten, oder fügen Sie eine Stufe hinzu.`,
  },
  'alerts.too_late': {
    what: ({ where, after, within }) =>
      `Der Alarm nach ${after} s in ${where} geht nie hinaus: Nach ${within} s bekommt der Bot das Gespräch zurück.`,
    why: 'Agenten werden seltener benachrichtigt als geplant.',
    mend: ({ where }) => `Erhöhen Sie ${where}.claimWithinSeconds, oder setzen Sie den Alarm früher an.`,
  },
  'filter.queue': {
    what: ({ endpoint, values }) =>
      `Der Filter von ${endpoint} verlangt die Warteschlange ${values}, die es nicht gibt.`,
    why: noAlert,
    mend: () => 'Ändern Sie den Filter unter Einrichtung, Alarme.',
  },
  'filter.priority': {
    what: ({ endpoint, values, least }) =>
      `Der Filter von ${endpoint} verlangt die Priorität ${values}, aber jeder Alarm hat mindestens ${least}.`,
    why: noAlert,
    mend: () => 'Ändern Sie den Filter unter Einrichtung, Alarme, oder senken Sie die Priorität einer Stufe.',
  },
  'filter.step': {
    what: ({ endpoint, values, steps }) =>
      `Der Filter von ${endpoint} verlangt ${values}, aber während einer Wartezeit gibt es nur ${steps} Alarme.`,
    why: noAlert,
    mend: () => 'Ändern Sie den Filter unter Einrichtung, Alarme, oder fügen Sie handoffs.alerts eine Stufe hinzu.',
  },
  'agents.none': {
    what: () => 'In den letzten 90 Tagen war kein Agent verbunden.',
    why: 'Nutzer, die einen Menschen wollen, warten, bis der Bot sie zurückbekommt.',
    mend: () => 'Geben Sie Personen bei Ihrem Identitätsanbieter die Rolle eines Agenten dieses Bots.',
  },
  'queue.no_member': {
    what: ({ where }) => `Kein Mitglied in ${where}.members war in den letzten 90 Tagen verbunden.`,
    why: 'Interlude kann diese Gespräche niemandem geben.',
    mend: ({ where }) => `Tragen Sie in ${where}.members die Kennungen von Agenten ein, oder entfernen Sie das Feld.`,
  },
  'queue.unknown_member': {
    what: ({ where, members }) =>
      `Mitglieder in ${where}.members waren in den letzten 90 Tagen nicht verbunden: ${members}.`,
    why: 'Sie bekommen keine Gespräche. Vielleicht ist eine Kennung falsch geschrieben; Namen gelten nicht.',
    mend: ({ where }) => `Vergleichen Sie ${where}.members mit den Kennungen der Agenten.`,
  },
  'hours.closed': {
    what: ({ where }) => `${where}.hours öffnet innerhalb von 400 Tagen nicht.`,
    why: 'Jedem Nutzer wird gesagt, dass niemand da ist.',
    mend: ({ where }) => `Geben Sie ${where}.hours.days Zeiten, oder entfernen Sie ${where}.hours.`,
  },
  'idle_warning.no_text': {
    what: ({ where }) => `${where}.idleWarningSeconds bewirkt nichts: Der Text idleWarning fehlt.`,
    why: 'Schweigende Nutzer verlieren den Agenten ohne Warnung.',
    mend: ({ where }) => `Ergänzen Sie ${where}.texts.idleWarning, oder entfernen Sie ${where}.idleWarningSeconds.`,
  },
  'idle_warning.long': {
    what: ({ where, warning, half }) =>
      `${where}.idleWarningSeconds ist ${warning}, aber nur ${half} zählen: die Hälfte von idleAfterSeconds.`,
    why: 'Die Warnung kommt später als geplant.',
    mend: ({ where }) => `Senken Sie ${where}.idleWarningSeconds, oder erhöhen Sie ${where}.idleAfterSeconds.`,
  },
  'texts.language': {
    what: ({ where, text, missing }) =>
      `${where}.texts.${text} fehlt in einer Sprache, die andere Texte haben: ${missing}.`,
    why: 'Nutzer dieser Sprache bekommen den Text in einer anderen.',
    mend: ({ where, text, missing }) => `Ergänzen Sie ${missing} in ${where}.texts.${text}.`,
  },
  'widget.insecure_origin': {
    what: ({ origin }) => `Das Widget ist auf ${origin} erlaubt, einer Seite ohne TLS.`,
    why: 'Unterwegs kann jeder diese Seite und die Eingaben ihrer Nutzer lesen und ändern.',
    mend: () => 'Liefern Sie die Seite über https aus, und nennen Sie diese Herkunft in widget.allowedOrigins.',
  },
}
