package parts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// Limits bound what is kept of one article, in bytes and files. What is 0 has its
// default.
type Limits struct {
	Each  int // of one file; 8 MiB
	All   int // of all files of an article; 32 MiB
	Count int // files; 50
}

func (l Limits) orDefault() Limits {
	if l.Each <= 0 {
		l.Each = 8 << 20
	}
	if l.All <= 0 {
		l.All = 32 << 20
	}
	if l.Count <= 0 {
		l.Count = 50
	}
	return l
}

// File is a binary to store. Name is the SHA-256 of Data in hex with an extension
// by media type, so the same picture has one name however often it comes; nothing
// that a sender wrote is part of it.
type File struct {
	Name      string
	MediaType string
	Data      []byte // shared with the part
}

// Plan is what becomes of an article's binaries.
type Plan struct {
	Files []File   // to be stored before the article goes on, each once
	Notes []string // why others are not kept, each in a few words

	kept []kept
}

// kept is a part that is stored.
type kept struct {
	part          format.Part
	file          File
	width, height int // pixels, 0 if not known
}

// New plans for the binaries of one article, in their order: what is over a limit
// does not take the place of what comes after it.
func New(list []format.Part, limits Limits) Plan {
	limits = limits.orDefault()
	var p Plan
	total := 0
	names, told := map[string]bool{}, map[string]bool{}
	for _, part := range list {
		k, why := judge(part, limits)
		switch {
		case why == "" && names[k.file.Name]:
			if called := strings.Join(append(keysOf(part), k.file.Name), "\n"); !told[called] {
				told[called] = true
				p.kept = append(p.kept, k) // another name for the same bytes
			}
			continue
		case why == "" && len(p.Files) >= limits.Count:
			why = fmt.Sprintf("more than %d files", limits.Count)
		case why == "" && total+len(part.Data) > limits.All:
			why = fmt.Sprintf("all files together take more than %d bytes", limits.All)
		}
		if why != "" {
			p.note(part, why)
			continue
		}
		total += len(part.Data)
		names[k.file.Name] = true
		told[strings.Join(append(keysOf(part), k.file.Name), "\n")] = true
		p.Files, p.kept = append(p.Files, k.file), append(p.kept, k)
	}
	return p
}

// judge says why a part is not kept, or what it is.
func judge(part format.Part, limits Limits) (kept, string) {
	media, ext := mediaOf(part)
	switch {
	case ext == "":
		return kept{}, media + " is not kept"
	case len(part.Data) > limits.Each:
		return kept{}, fmt.Sprintf("%d bytes, where a file may have %d", len(part.Data), limits.Each)
	}
	sum := sha256.Sum256(part.Data)
	k := kept{part: part, file: File{Name: hex.EncodeToString(sum[:]) + ext, MediaType: media, Data: part.Data}}
	k.width, k.height = dimensions(media, part.Data)
	if k.width == 1 && k.height == 1 {
		return kept{}, "a counting pixel"
	}
	return k, ""
}

// maxNotes and maxName bound what is said of what is not kept: it rides in a
// header.
const (
	maxNotes = 10
	maxName  = 60 // characters
)

func (p *Plan) note(part format.Part, why string) {
	name := []rune(strings.Join(strings.Fields(part.Name), " "))
	switch {
	case len(name) == 0:
		name = []rune("a file")
	case len(name) > maxName:
		name = append(name[:maxName-1], '…')
	}
	if len(p.Notes) < maxNotes {
		p.Notes = append(p.Notes, string(name)+" was left out: "+why)
	}
}
