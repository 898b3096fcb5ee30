import{m136_CodeField as o,m136_PasswordField as s}from"./panel-b602d47a2d.js";export{o as a,s as b};
