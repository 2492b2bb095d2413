package service

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"regexp"
	"runtime/debug"
	"strconv"

	"github.com/KimMachineGun/automemlimit/memlimit"
	"go.uber.org/zap"
)

// Memory is how much memory the process may take, in bytes: 0 is what its control
// group allows, or usualMemory if that has no limit; NoMemoryLimit is no limit.
type Memory int64

// NoMemoryLimit is "off".
const NoMemoryLimit Memory = -1

var quantity = regexp.MustCompile(`^([0-9]{1,18})(Ki|Mi|Gi|Ti)?B?$`)

var binaryUnits = map[string]int64{"": 1, "Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30, "Ti": 1 << 40}

// UnmarshalText reads bytes, also with a unit (Ki, Mi, Gi, Ti, each with a B if one
// likes), or "off"; nothing is the limit of the control group.
func (m *Memory) UnmarshalText(text []byte) error {
	switch string(text) {
	case "":
		*m = 0
		return nil
	case "off":
		*m = NoMemoryLimit
		return nil
	}
	found := quantity.FindSubmatch(text)
	if found == nil {
		return fmt.Errorf("%q: it should be a number of bytes, such as 512Mi or 536870912, or off", text)
	}
	n, _ := strconv.ParseInt(string(found[1]), 10, 64)
	unit := binaryUnits[string(found[2])]
	if n > math.MaxInt64/unit || n*unit < minMemory {
		return fmt.Errorf("%q: it should be %d bytes or more", text, minMemory)
	}
	*m = Memory(n * unit)
	return nil
}

// minMemory is less than any of our processes can live with: a number below is one
// whose unit was forgotten.
const minMemory = 16 << 20

// softLimit is the limit of the Go runtime for a process that may take all of limit:
// the rest is for what the runtime does not count, such as stacks of C and page tables.
func softLimit(limit uint64) int64 {
	return int64(min(limit, math.MaxInt64) / 10 * 9)
}

// sourceDefault is the source of a limit that neither a setting nor a control group gave.
const sourceDefault = "default"

// memoryLimit is the soft limit in bytes and where it comes from; 0 is none. An error
// is one of reading the control group; the limit is then the default.
func (m Memory) memoryLimit(cgroup func() (uint64, error)) (limit int64, source string, err error) {
	switch {
	case m == NoMemoryLimit:
		return 0, Prefix + "_MEMORY_LIMIT", nil
	case m > 0:
		return softLimit(uint64(m)), Prefix + "_MEMORY_LIMIT", nil
	}
	all, err := cgroup()
	switch {
	case err == nil:
		return softLimit(all), "cgroup", nil
	case errors.Is(err, memlimit.ErrNoLimit), errors.Is(err, memlimit.ErrNoCgroup), errors.Is(err, memlimit.ErrCgroupsNotSupported):
		return softLimit(usualMemory), sourceDefault, nil
	default:
		return softLimit(usualMemory), sourceDefault, err
	}
}

// LimitMemory sets the soft memory limit of the Go runtime to nine tenths of what the
// process may take, and says so in the log: near the limit it collects garbage more
// often, instead of being killed. GOMEMLIMIT, which the runtime reads itself, comes
// first. The default limit follows what the process needs until ctx ends.
func LimitMemory(ctx context.Context, m Memory, log *zap.Logger) {
	if text := os.Getenv("GOMEMLIMIT"); text != "" {
		log.Info("soft memory limit", zap.String("source", "GOMEMLIMIT"), zap.Int64("bytes", debug.SetMemoryLimit(-1)))
		return
	}
	limit, source, err := m.memoryLimit(memlimit.FromCgroup)
	if err != nil {
		log.Warn("the memory limit of the control group can't be read: the default is taken",
			zap.Error(err), zap.String("do", "set "+Prefix+"_MEMORY_LIMIT"))
	}
	if limit == 0 {
		debug.SetMemoryLimit(math.MaxInt64)
		log.Info("no soft memory limit", zap.String("source", source))
		return
	}
	debug.SetMemoryLimit(limit)
	log.Info("soft memory limit", zap.String("source", source), zap.Int64("bytes", limit))
	if source == sourceDefault {
		go followNeed(ctx, limit)
	}
}
