import{m136_CodeField as o,m136_PasswordField as s}from"./panel-fd1d3fc85b.js";export{o as a,s as b};
