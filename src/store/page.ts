// A page of a list, as every list of the store is read.

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
