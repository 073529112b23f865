import type { KeyValue, SessionEnvironment } from './environment.ts'

/** Returns the environment of this browser. */
export function browserEnvironment(): SessionEnvironment {
  return {
    async getJson(url) {
      const response = await fetch(url, { headers: { accept: 'application/json' } })
      if (!response.ok) throw new Error(`${url} answered ${response.status}`)
      return await response.json()
    },
    async post(url, accessToken) {
      const response = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${accessToken}` } })
      if (!response.ok) throw new Error(`${url} answered ${response.status}`)
    },
    // Reading the property itself throws if the browser forbids storage.
    shared: storageOf(() => localStorage),
    own: storageOf(() => sessionStorage),
    onShared(listener) {
      const heard = (event: StorageEvent) => {
        if (event.storageArea === localStorage) listener()
      }
      addEventListener('storage', heard)
      return () => removeEventListener('storage', heard)
    },
    exclusively: async (name, task) => await navigator.locks.request(name, task),
    page: {
      get url() {
        return new URL(location.href)
      },
      goTo: url => location.assign(url),
      rename: path => history.replaceState(null, '', path),
    },
    isSecure: isSecureContext,
    languages: navigator.languages,
    now: Date.now,
  }
}

const storageOf = (storage: () => Storage): KeyValue => ({
  get: key => storage().getItem(key),
  set: (key, value) => storage().setItem(key, value),
  remove: key => storage().removeItem(key),
  keys: () => Object.keys(storage()),
})
