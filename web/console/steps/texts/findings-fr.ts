import type { BotFindingWords } from '../../../../lib/doctor/findings.ts'

const unheard = 'Les utilisateurs qui demandent une personne attendent, et personne ne le sait.'
const silentBot = 'Tant que le bot ne répond pas, chaque message va à vos équipes.'
const noEvents = 'Vos systèmes ne savent pas ce qui arrive aux conversations. Interlude réessaie pendant un jour.'
const noChannel = 'Ses utilisateurs n’atteignent pas le bot ou ne reçoivent pas de réponses.'
const noAlert = 'Cette adresse ne reçoit aucune alerte.'

/** The findings about a bot in French. */
export const frFindings: BotFindingWords = {
  'bot.paused': {
    what: () => 'Le bot entier est en pause.',
    why: 'Chaque message va à vos équipes, et le bot ne répond à personne.',
    mend: () => 'Désactivez paused quand le bot peut répondre à nouveau.',
  },
  'bot.no_key': {
    what: () => 'Le bot est en mode « gate » et n’a pas de clé.',
    why: 'Dans ce mode, votre serveur apporte les messages, et il lui faut une clé.',
    mend: () => 'Créez une clé et donnez-la à votre serveur.',
  },
  'connector.forbidden': {
    what: ({ url, reason }) => `Interlude n’appelle pas le bot à l’adresse ${url} : ${reason}.`,
    why: silentBot,
    mend: () => 'Indiquez dans connector.url une adresse publique qui commence par https.',
  },
  'connector.missing': {
    what: ({ url, reason }) => `Le serveur n’a rien à l’adresse du bot, ${url} (${reason}).`,
    why: silentBot,
    mend: () => 'Corrigez le chemin dans connector.url, ou publiez le bot à cette adresse.',
  },
  'connector.rejected': {
    what: ({ url, reason }) => `Le bot à l’adresse ${url} refuse l’appel (${reason}).`,
    why: silentBot,
    mend: () =>
      'Le plus souvent, les secrets diffèrent : mettez dans connector.secret celui avec lequel le bot vérifie les signatures.',
  },
  'connector.failed': {
    what: ({ url, reason }) => `Le bot à l’adresse ${url} ne répond pas : ${reason}.`,
    why: silentBot,
    mend: () => 'Démarrez le bot, consultez son journal, ou corrigez connector.url.',
  },
  'connector.unreadable': {
    what: ({ url, reason }) => `Interlude ne comprend pas la réponse du bot à l’adresse ${url} : ${reason}.`,
    why: 'Une telle réponse compte comme un échec : le message va à vos équipes.',
    mend: () => 'Répondez avec {"replies":[{"type":"text","text":"…"}]}, comme le décrit PROTOCOL.md.',
  },
  'connector.slow': {
    what: ({ tookMs, timeoutMs }) => `Le bot a mis ${tookMs} ms à répondre, et son délai est de ${timeoutMs} ms.`,
    why: 'Une réponse après le délai est perdue : le message va à vos équipes.',
    mend: ({ wanted }) =>
      `Mettez connector.timeoutMs à ${wanted}, ou laissez le bot répondre tout de suite 204, puis plus tard.`,
  },
  'connector.late': {
    what: () => 'Le bot n’a pas répondu en 25 s, le délai le plus long.',
    why: 'Une réponse après le délai est perdue : le message va à vos équipes.',
    mend: () => 'Laissez le bot répondre tout de suite 204, puis plus tard, ou rendez-le plus rapide.',
  },
  'events.forbidden': {
    what: ({ url, reason }) => `Interlude n’appelle pas le destinataire des événements à l’adresse ${url} : ${reason}.`,
    why: noEvents,
    mend: () => 'Indiquez dans events.url une adresse publique qui commence par https.',
  },
  'events.failed': {
    what: ({ url, reason }) =>
      `Le destinataire des événements à l’adresse ${url} n’accepte pas les appels : ${reason}.`,
    why: noEvents,
    mend: () => 'Démarrez-le, consultez son journal, ou corrigez events.url.',
  },
  'events.rejected': {
    what: ({ url, reason }) => `Le destinataire des événements à l’adresse ${url} refuse un appel d’essai (${reason}).`,
    why: 'Tout va bien s’il ne connaît pas les appels de type « check ». Sinon, il refuse aussi les événements.',
    mend: () => 'Comparez events.secret avec le secret avec lequel il vérifie les signatures.',
  },
  'events.dead': {
    what: ({ count }) => `Le destinataire n’a pas accepté ${count} événements pendant un jour.`,
    why: 'Ils manquent à vos systèmes. Interlude les garde 30 jours.',
    mend: () => 'Réparez le destinataire, puis renvoyez-les avec POST …/events/replay.',
  },
  'channel.wrong': {
    what: ({ channel, part }) => `Le canal « ${channel} » ne fonctionne pas bien (vérification « ${part} »).`,
    why: noChannel,
    mend: ({ channel }) => `Ouvrez Configuration, Canaux, ${channel}. Chaque vérification y dit ce qu’il faut faire.`,
  },
  'channel.unknown': {
    what: ({ channel, part }) => `Le canal « ${channel} » n’a pas pu être vérifié (vérification « ${part} »).`,
    why: noChannel,
    mend: ({ channel }) => `Ouvrez Configuration, Canaux, ${channel}, et vérifiez-le à nouveau.`,
  },
  'alerts.unavailable': {
    what: () => 'Le service des alertes ne répond pas.',
    why: 'On ne peut pas dire qui reçoit les alertes.',
    mend: () => 'Réessayez plus tard. Si cela persiste, vérifiez le topic dans SNS.',
  },
  'alerts.nobody': {
    what: () => 'À la connaissance d’Interlude, personne ne reçoit les alertes de ce bot.',
    why: unheard,
    mend: () => 'Ajoutez une adresse dans Configuration, Alertes.',
  },
  'alerts.unconfirmed': {
    what: ({ endpoint }) => `${endpoint} n’a pas confirmé les alertes.`,
    why: 'Aucune alerte n’y arrive tant que le lien de la demande n’est pas ouvert.',
    mend: () => 'Demandez d’ouvrir le lien, ou renvoyez la demande dans Configuration, Alertes.',
  },
  'alerts.ended': {
    what: ({ endpoint }) =>
      `Les alertes vers ${endpoint} sont terminées : désabonnement, ou confirmation trop tardive.`,
    why: 'L’adresse figure dans la liste et ne reçoit rien.',
    mend: () => 'Supprimez-la, ou ajoutez-la à nouveau.',
  },
  'alerts.none': {
    what: ({ where }) => `${where}.alerts est une liste vide.`,
    why: unheard,
    mend: ({ where }) => `Supprimez ${where}.alerts pour revenir aux alertes par défaut, ou ajoutez-y une étape.`,
  },
  'alerts.too_late': {
    what: ({ where, after, within }) =>
      `L’alerte après ${after} s dans ${where} ne part jamais : le bot reprend la conversation après ${within} s.`,
    why: 'Les agents sont alertés moins souvent que prévu.',
    mend: ({ where }) => `Augmentez ${where}.claimWithinSeconds, ou avancez l’alerte.`,
  },
  'filter.queue': {
    what: ({ endpoint, values }) => `Le filtre de ${endpoint} demande la file ${values}, qui n’existe pas.`,
    why: noAlert,
    mend: () => 'Modifiez le filtre dans Configuration, Alertes.',
  },
  'filter.priority': {
    what: ({ endpoint, values, least }) =>
      `Le filtre de ${endpoint} demande la priorité ${values}, mais chaque alerte a au moins ${least}.`,
    why: noAlert,
    mend: () => 'Modifiez le filtre dans Configuration, Alertes, ou abaissez la priorité d’une étape.',
  },
  'filter.step': {
    what: ({ endpoint, values, steps }) =>
      `Le filtre de ${endpoint} demande ${values}, mais une attente n’a que ${steps} alertes.`,
    why: noAlert,
    mend: () => 'Modifiez le filtre dans Configuration, Alertes, ou ajoutez une étape à handoffs.alerts.',
  },
  'agents.none': {
    what: () => 'Aucun agent ne s’est connecté ces 90 derniers jours.',
    why: 'Les utilisateurs qui demandent une personne attendent jusqu’à ce que le bot les reprenne.',
    mend: () => 'Donnez à des personnes le rôle d’agent de ce bot chez votre fournisseur d’identité.',
  },
  'queue.no_member': {
    what: ({ where }) => `Aucun membre de ${where}.members ne s’est connecté ces 90 derniers jours.`,
    why: 'Interlude ne peut confier ces conversations à personne.',
    mend: ({ where }) => `Mettez dans ${where}.members les identifiants d’agents, ou supprimez le champ.`,
  },
  'queue.unknown_member': {
    what: ({ where, members }) =>
      `Des membres de ${where}.members ne se sont pas connectés ces 90 derniers jours : ${members}.`,
    why: 'Ils ne reçoivent pas de conversations. Un identifiant est peut-être mal écrit ; les noms ne comptent pas.',
    mend: ({ where }) => `Comparez ${where}.members avec les identifiants des agents.`,
  },
  'hours.closed': {
    what: ({ where }) => `${where}.hours n’ouvre pas dans les 400 prochains jours.`,
    why: 'On dit à chaque utilisateur que personne n’est là.',
    mend: ({ where }) => `Donnez des heures à ${where}.hours.days, ou supprimez ${where}.hours.`,
  },
  'idle_warning.no_text': {
    what: ({ where }) => `${where}.idleWarningSeconds n’a pas d’effet : le texte idleWarning manque.`,
    why: 'Les utilisateurs silencieux perdent l’agent sans avertissement.',
    mend: ({ where }) => `Ajoutez ${where}.texts.idleWarning, ou supprimez ${where}.idleWarningSeconds.`,
  },
  'idle_warning.long': {
    what: ({ where, warning, half }) =>
      `${where}.idleWarningSeconds vaut ${warning}, mais seules ${half} comptent : la moitié de idleAfterSeconds.`,
    why: 'L’avertissement arrive plus tard que prévu.',
    mend: ({ where }) => `Réduisez ${where}.idleWarningSeconds, ou augmentez ${where}.idleAfterSeconds.`,
  },
  'texts.language': {
    what: ({ where, text, missing }) =>
      `${where}.texts.${text} n’existe pas dans une langue que d’autres textes ont : ${missing}.`,
    why: 'Les utilisateurs de cette langue reçoivent ce texte dans une autre.',
    mend: ({ where, text, missing }) => `Ajoutez ${missing} à ${where}.texts.${text}.`,
  },
  'widget.insecure_origin': {
    what: ({ origin }) => `Le widget est autorisé sur ${origin}, une page sans TLS.`,
    why: 'En chemin, n’importe qui peut lire et modifier cette page et ce que ses utilisateurs écrivent.',
    mend: () => 'Servez la page en https, et indiquez cette origine dans widget.allowedOrigins.',
  },
}
