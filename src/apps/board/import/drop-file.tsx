import { Button, FileButton, Group, Progress, Stack, Text } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { keep, sendFile } from '../api/imports.ts'
import { Refused } from '../ui/refused.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './import.module.css'

const KINDS = '.csv,.tsv,.txt,.xlsx,.json,.geojson'

/** Takes a file that is dropped or chosen, sends it with how far that is, and leads to its page. */
export function DropFile() {
  const { say } = useWords()
  const format = useFormat()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [over, setOver] = useState(false)
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  async function send(file: File) {
    const stop = new AbortController()
    abort.current = stop
    setError(null)
    setSending({ name: file.name, share: 0 })
    try {
      const made = await sendFile(file, (share) => setSending({ name: file.name, share }), stop.signal)
      keep(queries, made)
      void navigate({ to: '/import/$id', params: { id: made.id } as never })
    } catch (fault) {
      if (!stop.signal.aborted) setError(fault instanceof Error ? fault : new Error(String(fault)))
    } finally {
      if (abort.current === stop) setSending(null)
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file && !sending) void send(file)
  }

  return (
    <>
      <section
        className={classes.drop}
        data-over={over || undefined}
        aria-label={say('import.choose')}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {sending ? (
          <Stack gap="sm" w="100%" maw={480} role="status">
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm">
                {sending.share < 1
                  ? say('import.sending', { name: sending.name, share: format.share(sending.share) })
                  : say('import.looking', { name: sending.name })}
              </Text>
              <Button onClick={() => abort.current?.abort()}>{say('import.stop')}</Button>
            </Group>
            <Progress value={sending.share * 100} animated={sending.share >= 1} aria-label={say('import.title')} />
          </Stack>
        ) : (
          <>
            <IconFileUpload size={28} stroke={1.5} aria-hidden="true" />
            <Text size="sm">{say('import.drop')}</Text>
            <FileButton accept={KINDS} onChange={(file) => file && void send(file)}>
              {(props) => (
                <Button variant="filled" {...props}>
                  {say('import.choose')}
                </Button>
              )}
            </FileButton>
            <Text size="xs" c="var(--quiet)">
              {say('import.kinds')}
            </Text>
          </>
        )}
      </section>
      {error && <Refused error={error} />}
    </>
  )
}
