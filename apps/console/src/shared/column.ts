/** A column of a DataTable; its cells are drawn by the slot named `key`. */
export interface Column {
  key: string;
  label: string;
  align?: 'left' | 'right';
  /** The headline of a row where rows are drawn as cards (narrow screens). */
  isMain?: boolean;
}
