function e(r,t){let o=r.errors[t];return typeof o=="string"?o:r.errors.other(t)}export{e as a};
