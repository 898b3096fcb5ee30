import{m136_CodeField as o,m136_PasswordField as s}from"./panel-6466cb64e5.js";export{o as a,s as b};
