/* The plain interpreter of an installed Callgate, where the Python that built it lies in a shared library. */
#include <Python.h>

int main(int argc, char **argv) { return Py_BytesMain(argc, argv); }
