import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Extension } from '@electric-sql/pglite'
import { postgis } from '@electric-sql/pglite-postgis'

const built = join(import.meta.dirname, '../../dist/engine')

/**
 * PostGIS for the embedded engine. Its bundle holds rasters and topologies too, which every start would unpack and compile:
 * half of the time that a start takes. Without them it is in `dist`, once `npm ci` has made it (scripts/engine.ts); where it was
 * not made, the whole bundle does as well.
 */
export const lightPostgis: Extension = {
  name: postgis.name,
  async setup(pg, options) {
    const set = await postgis.setup(pg, options)
    if (!set.bundlePath) return set
    const light = lightPath(fileURLToPath(set.bundlePath))
    return existsSync(light) ? { ...set, bundlePath: pathToFileURL(light) } : set
  },
}

/** Where the light bundle belongs that is made of a whole one: another one has another length. */
export function lightPath(whole: string): string {
  return join(built, `postgis-${statSync(whole).size}.tar.gz`)
}
