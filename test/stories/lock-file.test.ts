import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Locked {
  version?: string
  integrity?: string
  resolved?: string
  link?: boolean
}

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'))
const packages = Object.entries(lock.packages as Record<string, Locked>).filter(
  ([path, each]) => path !== '' && !each.link,
)

test('every locked package has the hash of what was locked', () => {
  expect(packages.length).toBeGreaterThan(300)
  expect(
    packages.filter(([, each]) => !/^sha512-[\w+/]{86}==$/.test(each.integrity ?? '')).map(([path]) => path),
  ).toEqual([])
})

test('no locked package comes from anywhere but the public registry', () => {
  const elsewhere = ({ resolved }: Locked) =>
    resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')
  expect(packages.filter(([, each]) => elsewhere(each)).map(([path]) => path)).toEqual([])
})
