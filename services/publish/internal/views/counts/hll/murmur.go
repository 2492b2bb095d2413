package hll

import "encoding/binary"

// murmur64a is MurmurHash64A by Austin Appleby (public domain) with Redis's seed.
func murmur64a(data []byte) uint64 {
	const (
		seed = 0xadc83b19
		m    = 0xc6a4a7935bd1e995
		r    = 47
	)
	h := uint64(seed) ^ uint64(len(data))*m
	for ; len(data) >= 8; data = data[8:] {
		k := binary.LittleEndian.Uint64(data) * m
		k ^= k >> r
		h = (h ^ k*m) * m
	}
	if len(data) > 0 {
		for i := len(data) - 1; i >= 0; i-- {
			h ^= uint64(data[i]) << (8 * i)
		}
		h *= m
	}
	h ^= h >> r
	h *= m
	return h ^ h>>r
}
