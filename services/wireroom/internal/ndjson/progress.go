package ndjson

import (
	"os"

	"github.com/schollz/progressbar/v3"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/media"
)

// Progress is a bar on standard error, if that is a terminal and the answers go
// elsewhere: by the bytes of the files, or by lines where their size is not known.
type Progress struct {
	bar   *progressbar.ProgressBar
	bytes bool
}

// NewProgress makes the bar of a run over files; what says what it does ("comparing").
func NewProgress(con *console.Console, files []string, what string) *Progress {
	if !con.ErrTTY || con.OutTTY {
		return &Progress{}
	}
	size, known := sizeOf(files)
	p := &Progress{bytes: known}
	options := []progressbar.Option{progressbar.OptionSetWriter(con.Err), progressbar.OptionFullWidth(),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetDescription(what), progressbar.OptionThrottle(100e6)}
	if known {
		options = append(options, progressbar.OptionShowBytes(true))
	} else {
		size = -1
		options = append(options, progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("lines"))
	}
	p.bar = progressbar.NewOptions64(size, options...)
	return p
}

// sizeOf adds up the sizes of files, if all have one.
func sizeOf(files []string) (size int64, known bool) {
	for _, name := range files {
		info, err := os.Stat(name)
		if name == media.Stdin || err != nil || !info.Mode().IsRegular() {
			return 0, false
		}
		size += info.Size()
	}
	return size, true
}

// Add counts what was done.
func (p *Progress) Add(lines, bytes int) {
	switch {
	case p.bar == nil:
	case p.bytes:
		_ = p.bar.Add(bytes)
	default:
		_ = p.bar.Add(lines)
	}
}

// Clear makes room for a line.
func (p *Progress) Clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

// Finish takes the bar away.
func (p *Progress) Finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
