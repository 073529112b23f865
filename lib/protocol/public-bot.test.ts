import { describe, expect, it } from 'vitest'
import { BotConfig } from './config.ts'
import { NOTICES, publicBot } from './public-bot.ts'
import { PublicBot, WidgetConfig } from './widget.ts'

const SECRET = 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0'
const bare = BotConfig.parse({ mode: 'gate' })

describe('the public view of a bot', () => {
  it('has a default for every required field', () => {
    expect(publicBot('shop', bare)).toEqual({
      botId: 'shop',
      name: 'shop',
      widget: {
        position: 'end',
        title: 'shop',
        offersPerson: true,
        offersBot: true,
        showsPlace: true,
        allowedOrigins: [],
        notice: NOTICES,
        texts: {},
      },
    })
  })

  it('has everything that the operator configured for the widget', () => {
    const widget = {
      color: '#3355cc',
      radius: 14,
      launcherUrl: 'https://shop.example/button.svg',
      greeting: 'Hello!',
      endCommand: '/end',
      position: 'start',
      title: 'Help',
      offersPerson: false,
      offersBot: false,
      showsPlace: false,
      allowedOrigins: ['https://shop.example', 'http://localhost:3000'],
      notice: { de: 'Hier antwortet eine Maschine.', 'pt-BR': 'Uma máquina responde.' },
      texts: { de: { title: 'Hilfe', toPerson: 'Mit einem Menschen sprechen' } },
    } as const
    const config = BotConfig.parse({ ...bare, name: 'Shop', avatarUrl: 'https://shop.example/bot.png', widget })

    const shown = publicBot('shop', config)

    expect(shown).toEqual({
      botId: 'shop',
      name: 'Shop',
      avatarUrl: 'https://shop.example/bot.png',
      widget: { ...widget, notice: { ...NOTICES, ...widget.notice } },
    })
    expect(PublicBot.strict().parse(shown)).toEqual(shown)
    expect(new Set(Object.keys(shown.widget))).toEqual(new Set(Object.keys(WidgetConfig.shape)))
  })

  it('has nothing else of the configuration', () => {
    const config = BotConfig.parse({
      connector: { type: 'http', url: 'https://inside.example/connector', secret: SECRET },
      channels: { whatsapp: { type: 'webhook', url: 'https://inside.example/channel', secret: SECRET } },
      attributes: [{ label: 'inside', attributePath: 'inside' }],
      paused: true,
      version: 7,
    })
    expect(publicBot('shop', config)).toEqual(publicBot('shop', bare))
  })
})

describe("a widget's configuration", () => {
  const refused = (widget: unknown) => BotConfig.safeParse({ ...bare, widget }).error?.issues.map(({ path }) => path)

  it.each([
    ['an invalid colour', { color: 'red;background:url(x)' }, ['widget', 'color']],
    ['a javascript: URL as a picture', { launcherUrl: 'javascript:alert(1)' }, ['widget', 'launcherUrl']],
    ['a page in place of an origin', { allowedOrigins: ['https://shop.example/'] }, ['widget', 'allowedOrigins', 0]],
    ['a data: URL as an origin', { allowedOrigins: ['data:text/html,x'] }, ['widget', 'allowedOrigins', 0]],
    ['an origin in capitals', { allowedOrigins: ['https://Shop.example'] }, ['widget', 'allowedOrigins', 0]],
    ['an invalid language', { notice: { __proto__x: 'x' } }, ['widget', 'notice', '__proto__x']],
    ['an empty text', { texts: { de: { title: ' ' } } }, ['widget', 'texts', 'de', 'title']],
    ['an unknown text', { texts: { de: { titel: 'Hilfe' } } }, ['widget', 'texts', 'de']],
    ['an unknown field', { colour: '#000000' }, ['widget']],
  ])('is refused with the path of the field: %s', (_what, widget, path) => {
    expect(refused(widget)).toEqual([path])
  })
})
