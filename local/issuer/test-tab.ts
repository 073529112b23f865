import type { KeyValue, SessionEnvironment } from '../../web/console/sign-in/environment.ts'
import type { TestBrowser } from './test-issuer.ts'

/** The storage and locks that the tabs of one browser share. */
export class TestProfile {
  readonly stored = new Map<string, string>()
  readonly #tabs = new Set<() => void>()
  #busy: Promise<unknown> = Promise.resolve()

  /** The storage as one tab sees it. The other tabs are notified of its changes. */
  shared(own: () => void): KeyValue {
    const tell = () => {
      for (const tab of this.#tabs) if (tab !== own) tab()
    }
    const storage = storageOver(this.stored)
    return {
      ...storage,
      set: (key, value) => {
        storage.set(key, value)
        tell()
      },
      remove: key => {
        storage.remove(key)
        tell()
      },
    }
  }

  onShared(tab: () => void): () => void {
    this.#tabs.add(tab)
    return () => {
      this.#tabs.delete(tab)
    }
  }

  async exclusively<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#busy.then(task, task)
    this.#busy = done.catch(() => {})
    return await done
  }
}

export interface TestTab {
  readonly env: SessionEnvironment
  /** The address of the page. */
  readonly url: () => URL
  /** The address to which the page navigates away. */
  readonly left: () => string | undefined
  /** Follows that navigation through the issuer's pages. */
  follow(browser: TestBrowser, person: string): Promise<void>
  /** Advances the clock of this tab. */
  advance(ms: number): void
}

export interface TabOptions {
  readonly profile: TestProfile
  readonly config: unknown
  readonly url: string
  readonly post?: SessionEnvironment['post']
}

/** A tab that shows the console. */
export function aTab({ profile, config, url: opened, post = async () => {} }: TabOptions): TestTab {
  const own = new Map<string, string>()
  let url = new URL(opened)
  let left: string | undefined
  let ahead = 0
  let heard = () => {}
  const hear = () => heard()
  return {
    env: {
      getJson: async () => config,
      post,
      shared: profile.shared(hear),
      own: storageOver(own),
      onShared(listener) {
        heard = listener
        return profile.onShared(hear)
      },
      exclusively: async (_name, task) => await profile.exclusively(task),
      page: {
        get url() {
          return url
        },
        goTo: to => {
          left = to
        },
        rename: path => {
          url = new URL(path, url)
        },
      },
      isSecure: true,
      languages: ['en'],
      now: () => Date.now() + ahead,
    },
    url: () => url,
    left: () => left,
    async follow(browser, person) {
      if (left === undefined) throw new Error('the page did not navigate away')
      url = await browser.signInAt(left, person)
      left = undefined
    },
    advance(ms) {
      ahead += ms
    },
  }
}

const storageOver = (map: Map<string, string>): KeyValue => ({
  get: key => map.get(key) ?? null,
  set: (key, value) => void map.set(key, value),
  remove: key => void map.delete(key),
  keys: () => [...map.keys()],
})
