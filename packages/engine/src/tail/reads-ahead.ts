/** Reads from the database a reader may have under way while another one is handed out: two keep both sides busy. */
export const readsAhead = 2;
