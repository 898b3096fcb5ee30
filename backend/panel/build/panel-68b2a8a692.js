import{m136_CodeField as o,m136_PasswordField as s}from"./panel-271fd9fec4.js";export{o as a,s as b};
