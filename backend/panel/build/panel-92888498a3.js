import{m129_CodeField as o,m129_PasswordField as s}from"./panel-1f1022058e.js";export{o as a,s as b};
