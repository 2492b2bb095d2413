package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// changes of one file since it was synced.
type changes struct {
	spans []span
	least int64 // the smallest size that it was cut to; -1: never
}

type span struct{ from, to int64 }

// of gives the changes of a file by its inode.
func (d *Disk) of(inode uint64) *changes {
	c := d.changed[inode]
	if c == nil {
		c = &changes{least: -1}
		d.changed[inode] = c
	}
	return c
}

func (c *changes) wrote(from, to int64) {
	if n := len(c.spans); n > 0 && c.spans[n-1].to == from {
		c.spans[n-1].to = to
		return
	}
	c.spans = append(c.spans, span{from, to})
}

func (c *changes) cut(size int64) {
	if c.least < 0 || size < c.least {
		c.least = size
	}
}

// persist copies the changes of a file to what is safe. One that has no name any more needs
// nothing.
func (d *Disk) persist(inode uint64, name string) error {
	c := d.changed[inode]
	if c == nil {
		return nil
	}
	in, err := os.Open(d.live + name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(d.safe+name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	err = c.apply(out, in)
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err == nil {
		delete(d.changed, inode)
	}
	return err
}

func (c *changes) apply(out, in *os.File) error {
	info, err := in.Stat()
	if err != nil {
		return err
	}
	if c.least >= 0 {
		if err := shrink(out, c.least); err != nil {
			return err
		}
	}
	if err := out.Truncate(info.Size()); err != nil {
		return err
	}
	for _, s := range c.spans {
		if _, err := io.Copy(io.NewOffsetWriter(out, s.from), io.NewSectionReader(in, s.from, s.to-s.from)); err != nil {
			return err
		}
	}
	return nil
}

func shrink(f *os.File, size int64) error {
	info, err := f.Stat()
	if err != nil || info.Size() <= size {
		return err
	}
	return f.Truncate(size)
}
