// Reads the logs of a bundle with nobody's code of ours: notes, tiles, inclusion and consistency by
// golang.org/x/mod/sumdb (note, tlog), which the authors of C2SP wrote. exam-record.md, section 10.
//
//	outside BUNDLE
//
// Prints one line for each log and ends with 0 when everything held and every forgery was refused,
// 1 when something did not, 2 when the bundle could not be read.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"crypto/sha256"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A tile is 256 hashes wide (C2SP tlog-tiles).
const tileHeight = 8

var errHolds = errors.New("a forgery was taken for genuine")

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: outside BUNDLE   (the folder of a bundle, exam-server/spec/bundle.md)")
		os.Exit(2)
	}
	logs, err := filepath.Glob(filepath.Join(os.Args[1], "logs", "*", "checkpoint"))
	if err == nil && len(logs) == 0 {
		err = fmt.Errorf("no logs/NODE/checkpoint in %s: is it the folder of a bundle?", os.Args[1])
	}
	var keys [][]byte
	if err == nil {
		keys, err = checkpointKeys(filepath.Join(os.Args[1], "keys"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "outside:", err)
		os.Exit(2)
	}
	status := 0
	for _, file := range logs {
		if said, err := readLog(os.Args[1], filepath.Dir(file), keys); err != nil {
			fmt.Printf("%s: FAILS: %v\n", filepath.Dir(file), err)
			status = 1
		} else {
			fmt.Println(said)
		}
	}
	os.Exit(status)
}

// checkpointKeys are the Ed25519 keys of the lines `checkpoint FINGERPRINT KEY` of a bundle's keys:
// version 1, suite 1, purpose 3, 32 bytes (item-bank/spec/trust.md 3.5).
func checkpointKeys(file string) ([][]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var keys [][]byte
	for _, line := range strings.Split(string(text), "\n") {
		words := strings.Split(line, " ")
		if len(words) != 3 || words[0] != "checkpoint" {
			continue
		}
		key, err := base64.RawURLEncoding.DecodeString(words[2])
		if err != nil {
			return nil, fmt.Errorf("a checkpoint key is not base64url: %v", err)
		}
		if len(key) == 35 && key[0] == 1 && key[1] == 1 && key[2] == 3 {
			keys = append(keys, key[3:])
		}
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("%s names no Ed25519 checkpoint key", file)
	}
	return keys, nil
}

// verifiers are the keys under the name of a log, each through its text as a C2SP verifier key.
func verifiers(origin string, keys [][]byte) (note.Verifiers, error) {
	var known []note.Verifier
	for _, key := range keys {
		typed := append([]byte{1}, key...)
		sum := sha256.Sum256(append([]byte(origin+"\n"), typed...))
		vkey := fmt.Sprintf("%s+%08x+%s", origin, binary.BigEndian.Uint32(sum[:]),
			base64.StdEncoding.EncodeToString(typed))
		verifier, err := note.NewVerifier(vkey)
		if err != nil {
			return nil, fmt.Errorf("%s: %v", vkey, err)
		}
		known = append(known, verifier)
	}
	return note.VerifierList(known...), nil
}

// open is a checkpoint whose signature holds: its first three lines are origin, size and root.
func open(signed []byte, known note.Verifiers) (string, tlog.Tree, error) {
	opened, err := note.Open(signed, known)
	if err != nil {
		return "", tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 {
		return "", tlog.Tree{}, fmt.Errorf("a checkpoint of %d lines", len(lines))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return "", tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return lines[0], tlog.Tree{N: size, Hash: root}, err
}

// tiles reads hash tiles from a folder; tlog checks them against the root before it uses them.
type tiles struct{ folder string }

func (t tiles) Height() int { return tileHeight }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		bytes, err := os.ReadFile(filepath.Join(t.folder, path(strconv.Itoa(tile.L), tile.N, tile.W)))
		if err != nil {
			return nil, err
		}
		all = append(all, bytes)
	}
	return all, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// path is that of C2SP tlog-tiles: tile/LEVEL/x001/x234/067[.p/WIDTH], where the module's own paths
// begin with tile/8.
func path(level string, number int64, width int) string {
	elements := fmt.Sprintf("%03d", number%1000)
	for rest := number / 1000; rest > 0; rest /= 1000 {
		elements = fmt.Sprintf("x%03d/%s", rest%1000, elements)
	}
	if width != 1<<tileHeight {
		elements += fmt.Sprintf(".p/%d", width)
	}
	return "tile/" + level + "/" + elements
}

// leaves are the entries of the log, from its entry bundles: two bytes of length and the leaf.
func leaves(folder string, size int64) ([][]byte, error) {
	var all [][]byte
	for number := int64(0); number<<tileHeight < size; number++ {
		width := 1 << tileHeight
		if left := size - number<<tileHeight; left < int64(width) {
			width = int(left)
		}
		rest, err := os.ReadFile(filepath.Join(folder, path("entries", number, width)))
		if err != nil {
			return nil, err
		}
		for entry := 0; entry < width; entry++ {
			if len(rest) < 2 || len(rest) < 2+int(binary.BigEndian.Uint16(rest)) {
				return nil, fmt.Errorf("entry bundle %d ends in entry %d", number, entry)
			}
			end := 2 + int(binary.BigEndian.Uint16(rest))
			all = append(all, rest[2:end])
			rest = rest[end:]
		}
		if len(rest) != 0 {
			return nil, fmt.Errorf("entry bundle %d has %d bytes too many", number, len(rest))
		}
	}
	return all, nil
}

func readLog(bundle, folder string, keys [][]byte) (string, error) {
	signed, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return "", err
	}
	named := strings.SplitN(string(signed), "\n", 2)[0]
	known, err := verifiers(named, keys)
	if err != nil {
		return "", err
	}
	origin, tree, err := open(signed, known)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %v", err)
	}
	if err := refusesForgedNotes(signed, known); err != nil {
		return "", err
	}
	hashes := tlog.TileHashReader(tree, tiles{folder})
	entries, err := leaves(folder, tree.N)
	if err != nil {
		return "", err
	}
	for index, leaf := range entries {
		proof, err := tlog.ProveRecord(tree.N, int64(index), hashes)
		if err != nil {
			return "", fmt.Errorf("entry %d: %v", index, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, int64(index), tlog.RecordHash(leaf)); err != nil {
			return "", fmt.Errorf("entry %d: %v", index, err)
		}
		forged := append([]byte(nil), leaf...)
		forged[len(forged)/2] ^= 1
		if tlog.CheckRecord(proof, tree.N, tree.Hash, int64(index), tlog.RecordHash(forged)) == nil {
			return "", fmt.Errorf("entry %d with a flipped bit: %w", index, errHolds)
		}
	}
	earlier, err := earlierCheckpoints(folder)
	if err != nil {
		return "", err
	}
	receipts, fromReceipts, err := checkReceipts(bundle, origin, known)
	if err != nil {
		return "", err
	}
	sizes := map[int64]bool{}
	for _, signed := range append(earlier, fromReceipts...) {
		_, before, err := open(signed, known)
		if err != nil {
			return "", fmt.Errorf("an earlier checkpoint: %v", err)
		}
		if err := grewInto(tree, before, hashes); err != nil {
			return "", fmt.Errorf("from %d to %d entries: %v", before.N, tree.N, err)
		}
		sizes[before.N] = true
	}
	return fmt.Sprintf("%s: checkpoint of %d entries opened, %d entries included, %d receipts hold, grown from %d earlier sizes %v",
		origin, tree.N, len(entries), receipts, len(sizes), rising(sizes)), nil
}

// grewInto proves that a later tree begins with an earlier one, and that it does with no other.
func grewInto(tree, before tlog.Tree, hashes tlog.HashReader) error {
	if before.N == tree.N {
		if before.Hash != tree.Hash {
			return errors.New("two roots of one size")
		}
		return nil
	}
	proof, err := tlog.ProveTree(tree.N, before.N, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash); err != nil {
		return err
	}
	before.Hash[0] ^= 1
	if tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash) == nil {
		return errHolds
	}
	return nil
}

// refusesForgedNotes changes the size in a checkpoint, then its signature.
func refusesForgedNotes(signed []byte, known note.Verifiers) error {
	text := string(signed)
	size := strings.Index(text, "\n") + 1
	signature := len(text) - 6
	for _, at := range []int{size, signature} {
		forged := []byte(text)
		if forged[at] == '1' || forged[at] == 'A' {
			forged[at] += 1
		} else if at == size {
			forged[at] = '1'
		} else {
			forged[at] = 'A'
		}
		if _, err := note.Open(forged, known); err == nil {
			return fmt.Errorf("checkpoint changed at byte %d: %w", at, errHolds)
		}
	}
	return nil
}

// earlierCheckpoints are all that the exporter holds, each behind its length in four bytes.
func earlierCheckpoints(folder string) ([][]byte, error) {
	rest, err := os.ReadFile(filepath.Join(folder, "checkpoints"))
	if err != nil {
		return nil, err
	}
	var all [][]byte
	for len(rest) >= 4 && uint64(len(rest)) >= 4+uint64(binary.BigEndian.Uint32(rest)) {
		end := 4 + int(binary.BigEndian.Uint32(rest))
		all = append(all, rest[4:end])
		rest = rest[end:]
	}
	if len(rest) != 0 {
		return nil, errors.New("checkpoints end in the middle")
	}
	return all, nil
}

// checkReceipts checks the proof of every receipt of this log (seat-protocol.md, section 11) and
// gives their checkpoints, which the log signed while the examination ran.
func checkReceipts(bundle, origin string, known note.Verifiers) (int, [][]byte, error) {
	files, err := filepath.Glob(filepath.Join(bundle, "receipts", "*"))
	if err != nil {
		return 0, nil, err
	}
	count := 0
	var checkpoints [][]byte
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, nil, err
		}
		fields := map[string]string{}
		for _, line := range strings.Split(string(text), "\n") {
			if words := strings.SplitN(line, " ", 2); len(words) == 2 {
				fields[words[0]] = words[1]
			}
		}
		signed, err := base64.RawURLEncoding.DecodeString(fields["checkpoint"])
		if err != nil {
			return 0, nil, fmt.Errorf("%s: %v", file, err)
		}
		if !strings.HasPrefix(string(signed), origin+"\n") {
			continue
		}
		if err := checkReceipt(fields, signed, known); err != nil {
			return 0, nil, fmt.Errorf("%s: %v", file, err)
		}
		count++
		checkpoints = append(checkpoints, signed)
	}
	return count, checkpoints, nil
}

func checkReceipt(fields map[string]string, signed []byte, known note.Verifiers) error {
	_, tree, err := open(signed, known)
	if err != nil {
		return err
	}
	leaf, err := base64.RawURLEncoding.DecodeString(fields["leaf"])
	if err != nil {
		return err
	}
	row, err := base64.RawURLEncoding.DecodeString(fields["proof"])
	if err != nil {
		return err
	}
	if len(row)%tlog.HashSize != 0 {
		return fmt.Errorf("a proof of %d bytes is no row of hashes", len(row))
	}
	index, err := strconv.ParseInt(fields["index"], 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for at := 0; at < len(row); at += tlog.HashSize {
		var hash tlog.Hash
		copy(hash[:], row[at:])
		proof = append(proof, hash)
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf))
}

func rising(sizes map[int64]bool) []int64 {
	var all []int64
	for size := range sizes {
		all = append(all, size)
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	return all
}
