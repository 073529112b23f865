// Prints how many tests passed and failed, from vitest's JSON report. A file that could not run counts as a failed
// test, and so does a missing report.
import { readFileSync } from 'node:fs'

function countOf(file) {
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'))
  const count = { passed: 0, failed: 0, skipped: 0 }
  for (const { status, assertionResults } of testResults) {
    for (const test of assertionResults) count[test.status in count ? test.status : 'skipped']++
    if (status === 'failed' && assertionResults.every(test => test.status !== 'failed')) count.failed++
  }
  return count
}

/** The names of the tests that passed only when they were tried again. */
function triedAgainIn(file) {
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'))
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status, failureMessages }) => status === 'passed' && failureMessages?.length > 0)
    .map(({ fullName }) => fullName)
}

let count = { passed: 0, failed: 1, skipped: 0 }
try {
  count = countOf(process.argv[2])
  for (const name of triedAgainIn(process.argv[2])) console.log(`passed when tried again: ${name}`)
} catch (error) {
  console.error(`cannot read the test report: ${error.message}`)
}
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`)
