import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const ROOT = import.meta.dirname

/** The board: `src/apps/board` built into `dist/board`, which the server hands out (src/apps/server/board-files.ts). */
export default defineConfig({
  root: join(ROOT, 'src/apps/board'),
  plugins: [react(), readAhead(), noteSources(), compress()],
  build: {
    outDir: join(ROOT, 'dist/board'),
    emptyOutDir: true,
    // The map library is the one large part: it is fetched beside the rest, and is allowed to be what it is.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What most rooms share comes in two files and not in sixty: each costs a request, and a wait where it is named by another.
          groups: [
            // What draws the first sight of the map waits for nothing else.
            { name: 'sight', test: /[\\/]board[\\/](sight[\\/]sight|ui[\\/]narrow)\.ts$/, priority: 3 },
            { name: 'maplibre-gl', test: /node_modules[\\/](@maplibre[\\/])?maplibre-gl/, priority: 2 },
            { name: 'drawing', test: /node_modules[\\/]terra-draw/, priority: 2 },
            { name: 'library', test: /node_modules[\\/]/, minShareCount: 2, priority: 1 },
            { name: 'common', test: /[\\/]src[\\/]/, minShareCount: 4 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:7070' } },
})

/** Of what the picture is made: fetched while the first sight is drawn, so that nothing has to be waited for after it. */
const SOON = ['start.tsx', 'picture/picture.tsx', 'map/map-pane.tsx']

function readAhead(): Plugin {
  return {
    name: 'read-ahead',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
        const soon = new Set<string>()
        const add = (chunk: (typeof chunks)[number]) => {
          if (soon.has(chunk.fileName)) return
          soon.add(chunk.fileName)
          for (const name of chunk.imports) add(bundle[name] as typeof chunk)
        }
        for (const file of SOON) {
          const chunk = chunks.find((c) => c.facadeModuleId === join(ROOT, 'src/apps/board', file))
          if (!chunk) throw new Error(`${file} has no chunk of its own`)
          add(chunk)
        }
        // What the page itself begins with is asked for there.
        for (const chunk of chunks)
          if (chunk.isEntry) for (const name of [chunk.fileName, ...chunk.imports]) soon.delete(name)
        return [...soon].map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', fetchpriority: 'low', crossorigin: true, href: `/${file}` },
          injectTo: 'head' as const,
        }))
      },
    },
  }
}

/** Notes what was built from which sources, so that `scripts/board.ts` builds only when one of them has changed. */
function noteSources(): Plugin {
  return {
    name: 'note-sources',
    apply: 'build',
    generateBundle() {
      const files = [...this.getModuleIds()].filter((id) => id.startsWith(join(ROOT, 'src')) && !id.includes('?'))
      const own = ['src/apps/board/index.html', 'package-lock.json', 'vite.config.ts']
      const sources = [...files, ...own.map((file) => join(ROOT, file))]
      const hashes = sources.map((f) => [relative(ROOT, f), createHash('sha256').update(readFileSync(f)).digest('hex')])
      this.emitFile({ type: 'asset', fileName: 'built-from.json', source: JSON.stringify(Object.fromEntries(hashes)) })
    },
  }
}

/** Each text beside itself in Brotli and gzip, once, so that the server compresses nothing anew for each visitor. */
function compress(): Plugin {
  return {
    name: 'compress',
    apply: 'build',
    writeBundle({ dir = '' }) {
      for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(m?js|css|svg|html)$/.test(file)) continue
        const text = readFileSync(join(dir, file))
        writeFileSync(join(dir, `${file}.br`), brotliCompressSync(text))
        writeFileSync(join(dir, `${file}.gz`), gzipSync(text, { level: 9 }))
      }
    },
  }
}
