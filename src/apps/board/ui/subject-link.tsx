import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'

/** A name that leads to its page: of a place, person, unit, area, campaign, warning, call-out or record. */
export function SubjectLink({ kind, id, name }: { kind: string; id: string; name: string }) {
  return (
    <Anchor component={Link} to="/subjects/$kind/$id" params={{ kind, id } as never} size="sm">
      {name}
    </Anchor>
  )
}
