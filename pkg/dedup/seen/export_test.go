package seen

import "go.etcd.io/bbolt"

// what the conformance suite needs of the inside of stores

// Flush writes what is new, and walks through the whole file.
func (f *File) Flush() error {
	f.sweep.again = f.sweep.again.Add(-2 * sweepEvery)
	err := f.flush()
	for err == nil && f.sweep.next != nil {
		err = f.flush()
	}
	return err
}

// Count gives the number of records in the file.
func (f *File) Count() int {
	n := 0
	_ = f.view(func(b *bbolt.Bucket) { n = b.Stats().KeyN })
	return n
}

// Kill ends the file as a kill does: what is not written is lost.
func (f *File) Kill() error {
	close(f.end)
	<-f.ended
	return f.db.Close()
}

// Halt ends the writing by itself: from here on the test says when, by Write.
func (f *File) Halt() {
	close(f.end)
	<-f.ended
	f.end = make(chan struct{}) // for Close
}

// Write writes what is new, and does one step of a walk through the file.
func (f *File) Write() error { return f.flush() }

// Stored gives the number of records in the file, and that of its last transaction.
func (f *File) Stored() (records, transaction int) {
	_ = f.view(func(b *bbolt.Bucket) { records, transaction = b.Stats().KeyN, b.Tx().ID() })
	return records, transaction
}

// Full takes the room for more from the disk, or gives it back.
func (f *File) Full(full bool) error {
	tx, err := f.db.Begin(true) // the size is read by who writes
	if err != nil {
		return err
	}
	f.db.MaxSize = 0
	if full {
		f.db.MaxSize = 1
	}
	return tx.Rollback()
}
