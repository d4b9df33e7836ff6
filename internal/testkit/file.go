package testkit

import "strconv"

// PDF returns the least that a reader of PDF files would open.
func PDF() []byte {
	const head = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
	return []byte(head + "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n" + strconv.Itoa(len(head)) + "\n%%EOF\n")
}
