import type { FindingTexts } from './en.ts'

export const frFindings: FindingTexts = {
  later: () => 'Pas encore vérifié : corrigez d’abord ce qui précède.',
  unreachable: ({ reason }) => `La plateforme est injoignable (${reason}). Vérifiez à nouveau plus tard.`,
  unanswered: ({ error }) => `La plateforme n’a rien dit (erreur ${error}). Vérifiez à nouveau plus tard.`,
  'app.ok': ({ appId }) => `Meta connaît l’application ${appId}, et la clé secrète est juste.`,
  'app.none': () =>
    'Votre application chez Meta n’est pas encore enregistrée. Saisissez son identifiant et sa clé secrète.',
  'app.secret': ({ error }) =>
    `Meta n’accepte pas l’identifiant de l’application avec cette clé secrète (erreur ${error}). Copiez à nouveau les deux depuis les paramètres généraux de l’application.`,
  'webhook.ok': ({ url }) => `Meta envoie les événements de l’application à ${url}.`,
  'webhook.none': ({ wanted }) =>
    `L’application n’a pas d’URL de rappel pour les pages. Saisissez ${wanted} dans ses paramètres de webhooks.`,
  'webhook.inactive': ({ url }) =>
    `Meta a désactivé l’URL de rappel ${url}. Enregistrez-la à nouveau dans les paramètres de webhooks de l’application.`,
  'webhook.path': ({ url, wanted }) =>
    `Meta envoie les événements de l’application à ${url}. Saisissez ${wanted} dans ses paramètres de webhooks.`,
  'webhook.host': ({ url, wanted }) =>
    `Meta envoie les événements de l’application à ${url}. Interlude se connaît sous ${wanted}. Si la première adresse ne mène pas ici, saisissez la seconde.`,
  'webhook.fields': ({ missing }) =>
    `L’application ne reçoit pas tous les événements. Dans ses paramètres de webhooks, abonnez-la aussi à ${missing}.`,
  'token.ok': ({ pageId }) => `Le jeton est valide et appartient à la page ${pageId}.`,
  'token.expired': () => 'Le jeton de la page a expiré. Créez-en un nouveau chez Meta et saisissez-le.',
  'token.invalid': ({ error }) =>
    `Le jeton de la page n’est pas valide (erreur ${error}) : il a été révoqué, ou il est incomplet. Créez-en un nouveau chez Meta et saisissez-le.`,
  'token.foreign': ({ error }) =>
    `Meta ne montre pas ce jeton à l’application (erreur ${error}) : une autre application l’a créé, ou ce n’est pas un jeton. Créez-en un pour cette application et saisissez-le.`,
  'token.app': ({ appId, wanted }) =>
    `Le jeton appartient à l’application ${appId}. Créez-en un pour l’application ${wanted} et saisissez-le.`,
  'token.kind': ({ kind }) => `C’est un jeton du type ${kind}. Saisissez le jeton d’accès de la page.`,
  'token.page': ({ pageId, wanted }) =>
    `Le jeton appartient à la page ${pageId}. Saisissez celui de la page ${wanted}, ou corrigez l’identifiant de la page.`,
  'expiry.never': () => 'Le jeton n’expire pas.',
  'expiry.late': ({ until }) => `Le jeton est valide jusqu’au ${until}.`,
  'expiry.soon': ({ until }) => `Le jeton expire le ${until}. Saisissez-en un qui dure plus longtemps.`,
  'scopes.ok': () => 'Le jeton a les autorisations dont Interlude a besoin.',
  'scopes.missing': ({ missing }) =>
    `Il manque ${missing} au jeton. Créez-en un nouveau avec ces autorisations et saisissez-le.`,
  'scopes.profiles': ({ missing }) =>
    `Il manque ${missing} au jeton. Les noms et les images des utilisateurs manqueront peut-être.`,
  'subscription.ok': () => 'L’application reçoit les événements de la page.',
  'subscription.none': () => 'L’application ne reçoit pas les événements de la page. Abonnez-la à la page.',
  'subscription.fields': ({ missing }) =>
    `L’application ne reçoit pas tous les événements de la page : ${missing}. Abonnez-la à nouveau.`,
  'subscription.refused': ({ error }) =>
    `Meta a refusé l’abonnement (erreur ${error}). Le jeton doit avoir pages_manage_metadata, de la part d’une personne qui peut gérer la page.`,
  'address.ok': () => 'Interlude peut appeler cette adresse.',
  'address.refused': ({ reason }) =>
    `Interlude n’appelle pas cette adresse (${reason}). Saisissez-en une publique qui commence par https.`,
  'answer.ok': () => 'Votre connecteur a répondu à un appel signé.',
  'answer.missing': ({ reason }) =>
    `Votre serveur n’a rien à cette adresse (${reason}). Corrigez l’adresse, ou publiez-y le connecteur.`,
  'answer.failed': ({ reason }) =>
    `Votre connecteur est injoignable (${reason}). Regardez son journal, et s’il fonctionne.`,
  'answer.refused': ({ reason }) =>
    `L’appel de cette vérification a été refusé (${reason}). Rien n’est à corriger si votre connecteur ne connaît pas les appels du type « check ». Sinon, comparez les secrets.`,
  'bot.ok': ({ name }) => `Le jeton est celui du bot @${name}.`,
  'bot.token': ({ error }) =>
    `Telegram n’accepte pas le jeton (erreur ${error}). Copiez-le à nouveau depuis BotFather.`,
  'updates.ok': ({ url }) => `Telegram envoie les événements du bot à ${url}.`,
  'updates.none': () => 'Telegram ne sait pas où envoyer les événements du bot. Abonnez-vous.',
  'updates.elsewhere': ({ url, wanted }) =>
    `Telegram envoie les événements du bot à ${url}. Interlude se connaît sous ${wanted}. Si la première adresse ne mène pas ici, abonnez-vous à nouveau.`,
  'updates.kinds': ({ missing }) =>
    `Interlude ne reçoit pas tous les événements du bot : ${missing}. Abonnez-vous à nouveau.`,
  'updates.failing': ({ reason }) =>
    `Telegram ne peut pas remettre des événements du bot (${reason}). Abonnez-vous à nouveau, et regardez le journal.`,
  'updates.refused': ({ reason }) => `Telegram a refusé l’adresse d’Interlude (${reason}).`,
}
