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
