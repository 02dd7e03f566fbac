/** A partial change of a record; `null` removes a field. The store adds the revision. */
export type RecordChange<Row> = {
  [Field in Exclude<keyof Row, 'id' | 'owner' | 'revision'>]?:
    | Exclude<Row[Field], undefined>
    | null
    | undefined
}
