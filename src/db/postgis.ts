import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Extension } from '@electric-sql/pglite'
import { postgis } from '@electric-sql/pglite-postgis'

const PACKAGE = createRequire(import.meta.url).resolve('@electric-sql/pglite-postgis')
const BUILT = join(import.meta.dirname, '../../dist/engine')

/**
 * PostGIS for the embedded engine. Its bundle holds rasters and topologies too, which every start would unpack and compile:
 * half of the time that a start takes. Without them it is in `dist`, once `npm ci` has made it (scripts/engine.ts); where it was
 * not made, the whole bundle does as well.
 */
export const lightPostgis: Extension = {
  name: postgis.name,
  async setup(pg, options) {
    const set = await postgis.setup(pg, options)
    const { light } = bundles()
    return existsSync(light) ? { ...set, bundlePath: pathToFileURL(light) } : set
  },
}

/** The bundle as it comes with its package, and where the light one belongs that is made of it: of another length, another. */
export function bundles(): { whole: string; light: string } {
  const whole = join(dirname(PACKAGE), 'postgis.tar.gz')
  return { whole, light: join(BUILT, `postgis-${statSync(whole).size}.tar.gz`) }
}
