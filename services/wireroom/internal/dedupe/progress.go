package dedupe

import (
	"os"

	"github.com/schollz/progressbar/v3"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/media"
)

// progress is a bar on standard error, if that is a terminal and the answers go
// elsewhere: by the bytes of the files, or by lines where their size is not known.
type progress struct {
	bar   *progressbar.ProgressBar
	bytes bool
}

func newProgress(con *console.Console, files []string) *progress {
	if !con.ErrTTY || con.OutTTY {
		return &progress{}
	}
	size, known := sizeOf(files)
	p := &progress{bytes: known}
	options := []progressbar.Option{progressbar.OptionSetWriter(con.Err), progressbar.OptionFullWidth(),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetDescription("comparing"), progressbar.OptionThrottle(100e6)}
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

func (p *progress) add(lines, bytes int) {
	switch {
	case p.bar == nil:
	case p.bytes:
		_ = p.bar.Add(bytes)
	default:
		_ = p.bar.Add(lines)
	}
}

// clear makes room for a line.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
