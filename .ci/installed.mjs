// Exits with 0 if node_modules matches package-lock.json. Plain JavaScript, so that any version of Node runs it.
import { readFileSync } from 'node:fs'

const packagesOf = file => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).packages

function isInstalled() {
  const wanted = Object.entries(packagesOf('package-lock.json')).filter(([path]) => path !== '')
  const installed = packagesOf('node_modules/.package-lock.json')
  // An optional package may be for another platform.
  return wanted.every(
    ([path, { version, optional }]) => (installed[path]?.version ?? (optional && version)) === version,
  )
}

try {
  process.exitCode = isInstalled() ? 0 : 1
} catch {
  process.exitCode = 1
}
