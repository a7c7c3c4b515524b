/**
 * together.ts FOLDER NAME…: what came out of these runs of the tests, whose reports are FOLDER/NAME.json: the files that
 * took longest, each test that failed with the first line of why, and, as the last line, N passed, N failed, N skipped. A run
 * that left no report hung or could not begin: its output's end, FOLDER/NAME.log, says where, and it counts as one that failed.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: {
    name: string
    status: string
    message: string
    startTime: number
    endTime: number
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
  }[]
}

const SLOWEST = 8
const LAST_LINES = 60

const [folder = '.', ...names] = process.argv.slice(2)
const sum = { passed: 0, failed: 0, skipped: 0 }
for (const name of names) {
  const file = join(folder, `${name}.json`)
  if (existsSync(file)) add(name, JSON.parse(readFileSync(file, 'utf8')) as Report)
  else giveUp(name)
}
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`)

function add(name: string, report: Report): void {
  const files = report.testResults.map((f) => ({ ...f, path: relative('.', f.name), ms: f.endTime - f.startTime }))
  const slowest = files.toSorted((a, b) => b.ms - a.ms).slice(0, SLOWEST)
  console.log(`${name}, slowest: ${slowest.map((f) => `${f.path} ${Math.round(f.ms / 1000)} s`).join(', ')}`)
  for (const { path, status, message, assertionResults } of files) {
    const failed = assertionResults.filter((t) => t.status === 'failed')
    for (const t of failed) console.log(`${name}, failed: ${path}: ${t.fullName}: ${firstLine(t.failureMessages[0])}`)
    // A file that could not be loaded has failed without a test to its name.
    if (status === 'failed' && assertionResults.length === 0) {
      sum.failed++
      console.log(`${name}, failed: ${path}: ${firstLine(message)}`)
    }
  }
  sum.passed += report.numPassedTests
  sum.failed += report.numFailedTests
  sum.skipped += report.numPendingTests + report.numTodoTests
}

function giveUp(name: string): void {
  sum.failed++
  const log = join(folder, `${name}.log`)
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []
  console.log(`${name}: no report; its last lines:\n${lines.slice(-LAST_LINES).join('\n')}`)
}

function firstLine(text = ''): string {
  return (text.trim().split('\n')[0] ?? '').slice(0, 200)
}
