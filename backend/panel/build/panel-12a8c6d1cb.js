import{m140_CodeField as o,m140_PasswordField as s}from"./panel-36c49e5a76.js";export{o as a,s as b};
