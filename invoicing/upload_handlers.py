"""Bodies of posts that are larger than anything the portal takes: refused while they come in, not after."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from .uploads import MEGABYTE, MOST_BYTES_OF_A_DRAFT

MOST = MOST_BYTES_OF_A_DRAFT + 5 * MEGABYTE  # ten documents and what was typed


class BodyLimitHandler(FileUploadHandler):
    """Stops at the announced length; without one, or with a false one, at what really arrived. Stores nothing."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        self.received = 0
        if content_length > MOST:
            raise RequestDataTooBig("The body is larger than all documents of a draft together.")

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > MOST:
            raise RequestDataTooBig("The files are larger than all documents of a draft together.")
        return raw_data

    def file_complete(self, file_size):
        return None
