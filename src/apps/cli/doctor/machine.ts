import { accessSync, constants, existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MusterError } from '../../../base/errors.ts'
import { chosenBy } from '../../../db/connect.ts'
import { lastFaultIn } from '../../../db/folder.ts'
import type { EngineFault } from '../../../db/state.ts'
import { loadPlaybook } from '../../../domain/playbooks/load.ts'
import { type Check, fail, ok, warn } from './check.ts'

const PLAYBOOKS = fileURLToPath(new URL('../../../../playbooks', import.meta.url))
const NODE_NEEDED = 24
const GIB = 2 ** 30

/** What can be told without the database. */
export function lookAtMachine(env: NodeJS.ProcessEnv): Check[] {
  return [nodeCheck(process.versions.node), ...folderChecks(env), browserCheck(env), playbooksCheck(PLAYBOOKS)]
}

function nodeCheck(version: string): Check {
  if (Number.parseInt(version, 10) >= NODE_NEEDED) return ok('node', `Node ${version}.`)
  return fail('node', `Node ${version}; ${NODE_NEEDED} is needed.`, 'Run "npm ci": the right one comes with it.')
}

/** Only the embedded engine keeps its data here. */
function folderChecks(env: NodeJS.ProcessEnv): Check[] {
  const { url, folder } = chosenBy(env)
  if (url !== undefined) return [ok('data folder', 'None: the database is a server of its own.')]
  const path = resolve(folder)
  let there = path
  while (!existsSync(there)) there = dirname(there)
  return [rightCheck(path, there), diskCheck(path, there), ...breakdownChecks(lastFaultIn(folder))]
}

function rightCheck(path: string, there: string): Check {
  try {
    accessSync(there, constants.W_OK)
  } catch {
    return fail(
      'data folder',
      `There is no right to write to ${there}.`,
      'Give it, or choose another with MUSTER_DATA.',
    )
  }
  return ok('data folder', there === path ? `${path}.` : `${path}; it will be made.`)
}

/** The demo county takes some 0.5 GiB, and PostgreSQL stops for good when it cannot write its log. */
function diskCheck(path: string, there: string): Check {
  const { bavail, bsize } = statfsSync(there)
  const free = (bavail * bsize) / GIB
  const says = `${free.toFixed(1)} GiB free where ${path} is.`
  if (free < 0.25) return fail('disk', says, 'Make room before anything is written.')
  return free < 2 ? warn('disk', says, 'Make room: a county with its history takes 2 GiB.') : ok('disk', says)
}

const BROKE: Readonly<Record<EngineFault['kind'], string>> = {
  'no-answer': 'gave no answer',
  died: 'lost a statement that died in it',
  ended: 'ended',
}

/** A breakdown is mended by opening the folder again; the statement is named, since it may come back. */
function breakdownChecks(fault: EngineFault | null): Check[] {
  if (fault === null) return []
  const statement = fault.statement?.trim() ?? 'unknown'
  return [
    warn(
      'breakdown',
      `${fault.at.toISOString()}: the embedded engine ${BROKE[fault.kind]} (${fault.reason}; ${fault.seconds} s) at: ${statement}.`,
      'It was opened again, and nothing that was acknowledged is lost. If it comes back, report the statement.',
    ),
  ]
}

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Only the tests of the pages need one here; whoever looks at the board brings their own. */
function browserCheck(env: NodeJS.ProcessEnv): Check {
  const folders = (env.PATH ?? '').split(delimiter)
  const found = BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
  if (found) return ok('browser', `${found}.`)
  return warn(
    'browser',
    'No Chromium was found.',
    'Install one to run the tests of the pages; Muster itself needs none.',
  )
}

function playbooksCheck(folder: string): Check {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  for (const name of names) {
    try {
      loadPlaybook(readFileSync(join(folder, name), 'utf8'), join('playbooks', name))
    } catch (error) {
      if (error instanceof MusterError) return fail('playbooks', error.message, error.advice)
      throw error
    }
  }
  return ok('playbooks', `${names.length} valid: ${names.map((name) => name.replace('.yaml', '')).join(', ')}.`)
}
